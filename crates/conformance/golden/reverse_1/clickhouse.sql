SELECT reverseUTF8({p1:String})
-- 1 = 'añ🦆': TEXT

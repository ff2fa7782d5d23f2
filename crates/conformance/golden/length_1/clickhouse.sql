SELECT toInt64(lengthUTF8({p1:String}))
-- 1 = 'añ🦆': TEXT

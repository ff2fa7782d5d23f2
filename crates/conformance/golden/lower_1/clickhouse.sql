SELECT lowerUTF8({p1:String})
-- 1 = 'ÀÉ': TEXT

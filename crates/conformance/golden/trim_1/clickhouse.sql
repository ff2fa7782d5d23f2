SELECT trimBoth({p1:String})
-- 1 = '  a b  ': TEXT

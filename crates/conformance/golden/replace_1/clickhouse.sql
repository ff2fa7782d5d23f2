SELECT replaceAll({p1:String}, {p2:String}, {p3:String})
-- 1 = 'aaa': TEXT
-- 2 = 'a': TEXT
-- 3 = 'b': TEXT

SELECT repeat({p1:String}, {p2:Int64})
-- 1 = 'ab': TEXT
-- 2 = 2: INT64

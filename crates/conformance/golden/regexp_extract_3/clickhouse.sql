SELECT regexpExtract({p1:String}, {p2:String}, {p3:Int64})
-- 1 = 'abc': TEXT
-- 2 = 'x': TEXT
-- 3 = 0: INT64

SELECT substringUTF8({p1:String}, {p2:Int64}, {p3:Int64})
-- 1 = 'abc': TEXT
-- 2 = 9: INT64
-- 3 = 2: INT64

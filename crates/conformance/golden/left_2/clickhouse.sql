SELECT leftUTF8({p1:String}, {p2:Int64})
-- 1 = 'abc': TEXT
-- 2 = 9: INT64

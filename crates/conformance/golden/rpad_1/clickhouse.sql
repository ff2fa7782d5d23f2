SELECT rightPadUTF8({p1:String}, {p2:Int64}, {p3:String})
-- 1 = 'x': TEXT
-- 2 = 5: INT64
-- 3 = 'ab': TEXT

SELECT rightPadUTF8({p1:String}, {p2:Int64}, {p3:String})
-- 1 = 'hello': TEXT
-- 2 = 2: INT64
-- 3 = 'x': TEXT

SELECT power({p1:Int64}, {p2:Int64})
-- 1 = 2: INT64
-- 2 = 3: INT64

SELECT nullIf({p1:Int64}, {p2:Int64})
-- 1 = 1: INT64
-- 2 = 2: INT64

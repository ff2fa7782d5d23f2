SELECT [{p1:Int64}, {p2:Int64}, {p3:Int64}]
-- 1 = 10: INT64
-- 2 = 20: INT64
-- 3 = 30: INT64

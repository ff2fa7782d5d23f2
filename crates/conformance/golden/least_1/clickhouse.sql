SELECT least(NULL, {p1:Int64})
-- 1 = 2: INT64

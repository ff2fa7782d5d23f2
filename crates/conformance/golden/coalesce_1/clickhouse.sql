SELECT coalesce(NULL, {p1:Int64})
-- 1 = 1: INT64

SELECT CAST(has({p1:Array(Nullable(Int64))}, {p2:Int64}) AS Bool)
-- 1 = [1, NULL]: LIST(INT64)
-- 2 = 1: INT64

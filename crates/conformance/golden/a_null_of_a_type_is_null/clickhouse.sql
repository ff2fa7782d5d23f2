SELECT {p1:Nullable(Int64)}
-- 1 = NULL: INT64

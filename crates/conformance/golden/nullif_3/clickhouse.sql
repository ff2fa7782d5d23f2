SELECT nullIf({p1:Nullable(Int64)}, {p2:Int64})
-- 1 = NULL: INT64
-- 2 = 2: INT64

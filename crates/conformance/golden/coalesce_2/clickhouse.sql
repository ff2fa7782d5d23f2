SELECT coalesce({p1:Nullable(Int64)}, NULL)
-- 1 = NULL: INT64

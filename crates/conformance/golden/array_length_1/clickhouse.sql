SELECT toInt64(length({p1:Array(Nullable(Int64))}))
-- 1 = [1, NULL]: LIST(INT64)

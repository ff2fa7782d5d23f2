SELECT CAST({p1:Array(Nullable(Int64))} AS Array(Nullable(Int64)))
-- 1 = [1, NULL, 3]: LIST(INT64)

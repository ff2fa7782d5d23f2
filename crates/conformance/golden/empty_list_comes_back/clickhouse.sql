SELECT CAST({p1:Array(Int64)} AS Array(Nullable(Int64)))
-- 1 = []: LIST(INT64)

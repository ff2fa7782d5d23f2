SELECT CAST({p1:Array(Array(Nullable(Int64)))} AS Array(Array(Nullable(Int64))))
-- 1 = [[1], [], [NULL]]: LIST(LIST(INT64))

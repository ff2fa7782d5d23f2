SELECT CAST({p1:Tuple(`a` Int64, `b` Nullable(String))} AS Tuple(`a` Nullable(Int64), `b` Nullable(String)))
-- 1 = {'a': 1, 'b': NULL}: STRUCT(a INT64, b TEXT)

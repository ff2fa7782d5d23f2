SELECT CAST({p1:Tuple(`l` Array(Nullable(Int64)), `s` Tuple(`a` Int64, `b` String))} AS Tuple(`l` Array(Nullable(Int64)), `s` Tuple(`a` Nullable(Int64), `b` Nullable(String))))
-- 1 = {'l': [NULL, 2], 's': {'a': 1, 'b': 'it''s'}}: STRUCT(l LIST(INT64), s STRUCT(a INT64, b TEXT))

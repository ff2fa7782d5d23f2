SELECT CAST({p1:Array(Tuple(`a` Nullable(Int64), `b` String))} AS Array(Tuple(`a` Nullable(Int64), `b` Nullable(String))))
-- 1 = [{'a': NULL, 'b': 'x'}]: LIST(STRUCT(a INT64, b TEXT))

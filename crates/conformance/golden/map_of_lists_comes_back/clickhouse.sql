SELECT CAST({p1:Map(Int64, Array(String))} AS Map(Int64, Array(Nullable(String))))
-- 1 = MAP {1: ['x', ''], 2: []}: MAP(INT64, LIST(TEXT))

SELECT CAST({p1:Map(String, Nullable(Int64))} AS Map(String, Nullable(Int64)))
-- 1 = MAP {'k': 1, 'l': NULL}: MAP(TEXT, INT64)

SELECT CAST({p1:Map(String, Int64)} AS Map(String, Nullable(Int64)))
-- 1 = MAP {}: MAP(TEXT, INT64)

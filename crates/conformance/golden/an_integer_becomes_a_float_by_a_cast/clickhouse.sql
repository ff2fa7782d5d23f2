SELECT if(isNull({p1:Int64}), NULL, CAST(assumeNotNull({p2:Int64}), 'Float64'))
-- 1 = 3: INT64
-- 2 = 3: INT64

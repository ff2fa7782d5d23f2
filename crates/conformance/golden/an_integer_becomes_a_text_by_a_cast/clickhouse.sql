SELECT if(isNull({p1:Int64}), NULL, CAST(assumeNotNull({p2:Int64}), 'String'))
-- 1 = -30: INT64
-- 2 = -30: INT64

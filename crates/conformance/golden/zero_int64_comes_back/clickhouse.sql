SELECT if(isNull({p1:Int64}), NULL, accurateCast(assumeNotNull({p2:Int64}), 'Int64'))
-- 1 = 0: INT64
-- 2 = 0: INT64

SELECT if(isNull({p1:UInt64}), NULL, accurateCast(assumeNotNull({p2:UInt64}), 'UInt64'))
-- 1 = 0: UINT64
-- 2 = 0: UINT64

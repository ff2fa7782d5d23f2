SELECT if(isNull({p1:UInt32}), NULL, accurateCast(assumeNotNull({p2:UInt32}), 'UInt32'))
-- 1 = 4294967295: UINT32
-- 2 = 4294967295: UINT32

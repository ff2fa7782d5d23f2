SELECT if(isNull({p1:UInt8}), NULL, accurateCast(assumeNotNull({p2:UInt8}), 'UInt8'))
-- 1 = 255: UINT8
-- 2 = 255: UINT8

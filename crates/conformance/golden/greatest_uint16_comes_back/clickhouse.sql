SELECT if(isNull({p1:UInt16}), NULL, accurateCast(assumeNotNull({p2:UInt16}), 'UInt16'))
-- 1 = 65535: UINT16
-- 2 = 65535: UINT16

SELECT if(isNull({p1:Int8}), NULL, accurateCast(assumeNotNull({p2:Int8}), 'Int8'))
-- 1 = -128: INT8
-- 2 = -128: INT8

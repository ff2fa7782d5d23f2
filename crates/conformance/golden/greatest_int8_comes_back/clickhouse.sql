SELECT if(isNull({p1:Int8}), NULL, accurateCast(assumeNotNull({p2:Int8}), 'Int8'))
-- 1 = 127: INT8
-- 2 = 127: INT8

SELECT if(isNull({p1:Int32}), NULL, accurateCast(assumeNotNull({p2:Int32}), 'Int32'))
-- 1 = -2147483648: INT32
-- 2 = -2147483648: INT32

SELECT if(isNull({p1:Int16}), NULL, accurateCast(assumeNotNull({p2:Int16}), 'Int16'))
-- 1 = -32768: INT16
-- 2 = -32768: INT16

SELECT if(isNull({p1:Int16}), NULL, accurateCast(assumeNotNull({p2:Int16}), 'Int16'))
-- 1 = 32767: INT16
-- 2 = 32767: INT16

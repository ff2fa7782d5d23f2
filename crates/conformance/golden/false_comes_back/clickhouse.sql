SELECT if(isNull({p1:Bool}), NULL, CAST(assumeNotNull({p2:Bool}), 'Bool'))
-- 1 = FALSE: BOOLEAN
-- 2 = FALSE: BOOLEAN

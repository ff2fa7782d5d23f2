SELECT if(isNull({p1:Bool}), NULL, CAST(assumeNotNull({p2:Bool}), 'Bool'))
-- 1 = TRUE: BOOLEAN
-- 2 = TRUE: BOOLEAN

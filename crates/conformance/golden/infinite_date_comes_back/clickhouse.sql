SELECT if(isNull({p1:Date32}), NULL, CAST(assumeNotNull({p2:Date32}), 'Date32'))
-- 1 = infinity: DATE
-- 2 = infinity: DATE

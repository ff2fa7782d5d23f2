SELECT if(isNull({p1:Date32}), NULL, CAST(toDateTime64(toString(assumeNotNull({p2:Date32})), 6, 'UTC'), 'Date32'))
-- 1 = +5881580-07-10: DATE
-- 2 = +5881580-07-10: DATE

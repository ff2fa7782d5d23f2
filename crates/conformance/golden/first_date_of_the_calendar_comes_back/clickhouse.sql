SELECT if(isNull({p1:Date32}), NULL, CAST(toDateTime64(toString(assumeNotNull({p2:Date32})), 6, 'UTC'), 'Date32'))
-- 1 = 0001-01-01: DATE
-- 2 = 0001-01-01: DATE

SELECT if(isNull({p1:Date32}), NULL, CAST(toDateTime64(toString(assumeNotNull({p2:Date32})), 6, 'UTC'), 'Date32'))
-- 1 = 2024-02-29: DATE
-- 2 = 2024-02-29: DATE

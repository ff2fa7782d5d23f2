SELECT if(isNull({p1:String}), NULL, CAST(toDateTime64(toString(assumeNotNull({p2:String})), 6, 'UTC'), 'Date32'))
-- 1 = '2024-02-29': TEXT
-- 2 = '2024-02-29': TEXT

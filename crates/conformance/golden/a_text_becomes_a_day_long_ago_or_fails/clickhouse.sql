SELECT if(isNull({p1:String}), NULL, CAST(toDateTime64(toString(assumeNotNull({p2:String})), 6, 'UTC'), 'Date32'))
-- 1 = '1850-06-01': TEXT
-- 2 = '1850-06-01': TEXT

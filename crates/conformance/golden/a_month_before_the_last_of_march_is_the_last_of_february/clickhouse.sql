SELECT if(isNull({p1:Date32} + toIntervalMonth(-1)), NULL, CAST(assumeNotNull({p2:Date32} + toIntervalMonth(-1)), 'DateTime64(6)'))
-- 1 = 2024-03-31: DATE
-- 2 = 2024-03-31: DATE

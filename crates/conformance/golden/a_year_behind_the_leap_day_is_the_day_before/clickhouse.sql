SELECT if(isNull({p1:Date32} + toIntervalMonth(12)), NULL, CAST(assumeNotNull({p2:Date32} + toIntervalMonth(12)), 'DateTime64(6)'))
-- 1 = 2024-02-29: DATE
-- 2 = 2024-02-29: DATE

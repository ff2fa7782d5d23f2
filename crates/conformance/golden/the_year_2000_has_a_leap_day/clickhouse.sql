SELECT if(isNull({p1:Date32} + toIntervalDay(1)), NULL, CAST(assumeNotNull({p2:Date32} + toIntervalDay(1)), 'DateTime64(6)'))
-- 1 = 2000-02-28: DATE
-- 2 = 2000-02-28: DATE

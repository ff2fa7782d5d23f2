SELECT if(isNull({p1:DateTime64(6)} + toIntervalSecond(3600)), NULL, CAST(assumeNotNull({p2:DateTime64(6)} + toIntervalSecond(3600)), 'DateTime64(6)'))
-- 1 = 2024-02-29 23:30:00: TIMESTAMP(6)
-- 2 = 2024-02-29 23:30:00: TIMESTAMP(6)

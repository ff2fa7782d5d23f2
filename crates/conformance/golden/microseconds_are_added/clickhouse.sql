SELECT if(isNull({p1:DateTime64(6)} + (toIntervalSecond(59), toIntervalMicrosecond(999999))), NULL, CAST(assumeNotNull({p2:DateTime64(6)} + (toIntervalSecond(59), toIntervalMicrosecond(999999))), 'DateTime64(6)'))
-- 1 = 2024-02-29 23:59:00: TIMESTAMP(6)
-- 2 = 2024-02-29 23:59:00: TIMESTAMP(6)

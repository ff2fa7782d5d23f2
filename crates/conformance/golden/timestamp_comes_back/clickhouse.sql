SELECT if(isNull({p1:DateTime64(6)}), NULL, CAST(assumeNotNull({p2:DateTime64(6)}), 'DateTime64(6)'))
-- 1 = 2024-02-29 00:00:00.000001: TIMESTAMP(6)
-- 2 = 2024-02-29 00:00:00.000001: TIMESTAMP(6)

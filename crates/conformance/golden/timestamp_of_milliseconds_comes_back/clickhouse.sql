SELECT if(isNull({p1:DateTime64(3)}), NULL, CAST(assumeNotNull({p2:DateTime64(3)}), 'DateTime64(3)'))
-- 1 = 2024-02-29 00:00:00.001: TIMESTAMP(3)
-- 2 = 2024-02-29 00:00:00.001: TIMESTAMP(3)

SELECT if(isNull({p1:DateTime64(0)}), NULL, CAST(assumeNotNull({p2:DateTime64(0)}), 'DateTime64(0)'))
-- 1 = 2024-02-29 00:00:00: TIMESTAMP(0)
-- 2 = 2024-02-29 00:00:00: TIMESTAMP(0)

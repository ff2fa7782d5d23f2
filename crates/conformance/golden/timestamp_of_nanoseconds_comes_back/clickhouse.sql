SELECT if(isNull({p1:DateTime64(9)}), NULL, CAST(assumeNotNull({p2:DateTime64(9)}), 'DateTime64(9)'))
-- 1 = 2024-02-29 00:00:00.000000001: TIMESTAMP(9)
-- 2 = 2024-02-29 00:00:00.000000001: TIMESTAMP(9)

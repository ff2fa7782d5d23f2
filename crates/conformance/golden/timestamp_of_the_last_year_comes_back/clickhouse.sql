SELECT if(isNull({p1:DateTime64(6)}), NULL, CAST(assumeNotNull({p2:DateTime64(6)}), 'DateTime64(6)'))
-- 1 = 9999-12-31 00:00:00: TIMESTAMP(6)
-- 2 = 9999-12-31 00:00:00: TIMESTAMP(6)

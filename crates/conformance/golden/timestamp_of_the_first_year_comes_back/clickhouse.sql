SELECT if(isNull({p1:DateTime64(6)}), NULL, CAST(assumeNotNull({p2:DateTime64(6)}), 'DateTime64(6)'))
-- 1 = 0001-01-01 00:00:00: TIMESTAMP(6)
-- 2 = 0001-01-01 00:00:00: TIMESTAMP(6)

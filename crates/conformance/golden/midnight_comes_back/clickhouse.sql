SELECT if(isNull({p1:Time64(6)}), NULL, CAST(assumeNotNull({p2:Time64(6)}), 'Time64(6)'))
-- 1 = 00:00:00: TIME(6)
-- 2 = 00:00:00: TIME(6)

SELECT if(isNull({p1:Time64(6)}), NULL, CAST(assumeNotNull({p2:Time64(6)}), 'Time64(6)'))
-- 1 = 23:59:59.999999: TIME(6)
-- 2 = 23:59:59.999999: TIME(6)

SELECT if(isNull({p1:Time64(9)}), NULL, CAST(assumeNotNull({p2:Time64(9)}), 'Time64(9)'))
-- 1 = 23:59:59.999999999: TIME(9)
-- 2 = 23:59:59.999999999: TIME(9)

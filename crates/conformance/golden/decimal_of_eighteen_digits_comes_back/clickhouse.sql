SELECT if(isNull({p1:Decimal(18, 4)}), NULL, CAST(round(CAST(assumeNotNull({p2:Decimal(18, 4)}), 'Decimal(38, 5)'), 4), 'Decimal(18, 4)'))
-- 1 = 99999999999999.9999: DECIMAL(18, 4)
-- 2 = 99999999999999.9999: DECIMAL(18, 4)

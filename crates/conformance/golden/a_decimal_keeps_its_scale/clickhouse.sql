SELECT if(isNull({p1:Decimal(3, 2)}), NULL, CAST(round(CAST(assumeNotNull({p2:Decimal(3, 2)}), 'Decimal(38, 3)'), 2), 'Decimal(10, 2)'))
-- 1 = 1.50: DECIMAL(3, 2)
-- 2 = 1.50: DECIMAL(3, 2)

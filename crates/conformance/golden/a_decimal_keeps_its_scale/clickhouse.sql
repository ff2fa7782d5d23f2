SELECT if(isNull({p1:Decimal(3, 2)}), NULL, arrayElement(arrayMap(v -> CAST(v + throwIf(abs(v) >= toDecimal256('100000000', 0), 'too great for Decimal(10, 2)'), 'Decimal(10, 2)'), [round(CAST(assumeNotNull({p2:Decimal(3, 2)}), 'Decimal(38, 3)'), 2)]), 1))
-- 1 = 1.50: DECIMAL(3, 2)
-- 2 = 1.50: DECIMAL(3, 2)

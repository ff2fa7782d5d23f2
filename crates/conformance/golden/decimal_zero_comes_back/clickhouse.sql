SELECT if(isNull({p1:Decimal(10, 2)}), NULL, arrayElement(arrayMap(v -> CAST(v + throwIf(abs(v) >= toDecimal256('100000000', 0), 'too great for Decimal(10, 2)'), 'Decimal(10, 2)'), [round(CAST(assumeNotNull({p2:Decimal(10, 2)}), 'Decimal(38, 3)'), 2)]), 1))
-- 1 = 0.00: DECIMAL(10, 2)
-- 2 = 0.00: DECIMAL(10, 2)

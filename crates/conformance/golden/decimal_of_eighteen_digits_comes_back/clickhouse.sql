SELECT if(isNull({p1:Decimal(18, 4)}), NULL, arrayElement(arrayMap(v -> CAST(v + throwIf(abs(v) >= toDecimal256('100000000000000', 0), 'too great for Decimal(18, 4)'), 'Decimal(18, 4)'), [round(CAST(assumeNotNull({p2:Decimal(18, 4)}), 'Decimal(38, 5)'), 4)]), 1))
-- 1 = 99999999999999.9999: DECIMAL(18, 4)
-- 2 = 99999999999999.9999: DECIMAL(18, 4)

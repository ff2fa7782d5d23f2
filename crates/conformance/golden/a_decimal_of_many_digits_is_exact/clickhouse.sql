SELECT if(isNull({p1:Decimal(38, 2)}), NULL, arrayElement(arrayMap(v -> CAST(round(CAST(v, 'Decimal(76, 3)'), 2) + throwIf(abs(toFloat64(v)) > 2e36, 'too great for Decimal(38, 2)'), 'Decimal(38, 2)'), [assumeNotNull({p2:Decimal(38, 2)})]), 1))
-- 1 = 999999999999999999999999999999999999.99: DECIMAL(38, 2)
-- 2 = 999999999999999999999999999999999999.99: DECIMAL(38, 2)

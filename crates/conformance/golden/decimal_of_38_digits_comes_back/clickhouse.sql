SELECT if(isNull({p1:Decimal(38, 10)}), NULL, arrayElement(arrayMap(v -> CAST(round(CAST(v, 'Decimal(76, 11)'), 10) + throwIf(abs(toFloat64(v)) > 2e28, 'too great for Decimal(38, 10)'), 'Decimal(38, 10)'), [assumeNotNull({p2:Decimal(38, 10)})]), 1))
-- 1 = -9999999999999999999999999999.9999999999: DECIMAL(38, 10)
-- 2 = -9999999999999999999999999999.9999999999: DECIMAL(38, 10)

SELECT if(isNull({p1:Int64}), NULL, arrayElement(arrayMap(v -> CAST(v + throwIf(abs(v) >= toDecimal256('1000', 0), 'too great for Decimal(4, 1)'), 'Decimal(4, 1)'), [round(CAST(assumeNotNull({p2:Int64}), 'Decimal(38, 2)'), 1)]), 1))
-- 1 = 12345: INT64
-- 2 = 12345: INT64

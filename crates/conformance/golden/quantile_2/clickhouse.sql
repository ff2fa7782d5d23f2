SELECT quantileExactInclusive({p1:Float64})(toFloat64(`v`.`x`)) FROM (VALUES ({p2:Decimal(3, 2)}), ({p3:Decimal(3, 2)})) AS `v`(`x`)
-- 1 = 0.5: FLOAT64
-- 2 = 1.25: DECIMAL(3, 2)
-- 3 = 1.26: DECIMAL(3, 2)

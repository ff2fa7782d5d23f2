SELECT quantileExactInclusive(0.5)(toFloat64(`v`.`x`)) FROM (VALUES ({p1:Int64}), ({p2:Int64})) AS `v`(`x`)
-- 1 = 1: INT64
-- 2 = 2: INT64

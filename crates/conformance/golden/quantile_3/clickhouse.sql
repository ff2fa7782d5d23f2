SELECT quantileExactInclusive({p1:Float64})(toFloat64(`v`.`x`)) FROM (VALUES ({p2:Int64}), ({p3:Int64}), ({p4:Int64}), (NULL)) AS `v`(`x`)
-- 1 = 1.0: FLOAT64
-- 2 = 1: INT64
-- 3 = 2: INT64
-- 4 = 4: INT64

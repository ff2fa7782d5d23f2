SELECT toInt64(row_number() OVER (ORDER BY `v`.`x`)) FROM (VALUES ({p1:Int64}), ({p2:Int64})) AS `v`(`x`) ORDER BY `v`.`x`
-- 1 = 10: INT64
-- 2 = 20: INT64

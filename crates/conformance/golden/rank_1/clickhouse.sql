SELECT toInt64(rank() OVER (ORDER BY `v`.`x`)) FROM (VALUES ({p1:Int64}), ({p2:Int64}), ({p3:Int64})) AS `v`(`x`) ORDER BY `v`.`x`
-- 1 = 1: INT64
-- 2 = 1: INT64
-- 3 = 2: INT64

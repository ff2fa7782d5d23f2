SELECT toInt64(count(DISTINCT `v`.`x`)) FROM (VALUES ({p1:Int64}), ({p2:Int64}), ({p3:Int64}), (NULL)) AS `v`(`x`)
-- 1 = 1: INT64
-- 2 = 2: INT64
-- 3 = 1: INT64

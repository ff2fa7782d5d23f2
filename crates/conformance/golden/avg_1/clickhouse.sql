SELECT avg(`v`.`x`) FROM (VALUES ({p1:Int64}), ({p2:Int64}), ({p3:Int64}), (NULL)) AS `v`(`x`)
-- 1 = 1: INT64
-- 2 = 2: INT64
-- 3 = 4: INT64

SELECT avg(`v`.`x`) FROM (VALUES ({p1:Nullable(Int64)})) AS `v`(`x`)
-- 1 = NULL: INT64

SELECT CAST(min(`v`.`x`) AS Nullable(Bool)) FROM (VALUES ({p1:Bool}), (NULL)) AS `v`(`x`)
-- 1 = TRUE: BOOLEAN

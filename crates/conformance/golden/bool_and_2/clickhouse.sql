SELECT CAST(min(`v`.`x`) AS Nullable(Bool)) FROM (VALUES ({p1:Bool}), ({p2:Bool})) AS `v`(`x`)
-- 1 = TRUE: BOOLEAN
-- 2 = FALSE: BOOLEAN

SELECT CAST(max(`v`.`x`) AS Nullable(Bool)) FROM (VALUES ({p1:Bool}), ({p2:Bool})) AS `v`(`x`)
-- 1 = FALSE: BOOLEAN
-- 2 = TRUE: BOOLEAN

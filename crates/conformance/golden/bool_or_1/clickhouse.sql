SELECT CAST(max(`v`.`x`) AS Nullable(Bool)) FROM (VALUES ({p1:Bool}), (NULL)) AS `v`(`x`)
-- 1 = FALSE: BOOLEAN

SELECT CAST(min(`v`.`x`) AS Nullable(Bool)) FROM (VALUES ({p1:Nullable(Bool)})) AS `v`(`x`)
-- 1 = NULL: BOOLEAN

SELECT avg(`v`.`x`) FROM (VALUES ({p1:Decimal(3, 2)}), ({p2:Decimal(3, 2)})) AS `v`(`x`)
-- 1 = 1.25: DECIMAL(3, 2)
-- 2 = 1.26: DECIMAL(3, 2)

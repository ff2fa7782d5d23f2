SELECT max(`v`.`x`) FROM (VALUES ({p1:Date32}), ({p2:Date32})) AS `v`(`x`)
-- 1 = 2020-01-05: DATE
-- 2 = 2021-01-05: DATE

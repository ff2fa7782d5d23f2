SELECT lead(toNullable(`v`.`x`), {p1:Int64}, NULL) OVER (ORDER BY `v`.`x`) FROM (VALUES ({p2:Int64}), ({p3:Int64}), ({p4:Int64})) AS `v`(`x`) ORDER BY `v`.`x`
-- 1 = 1: INT64
-- 2 = 0: INT64
-- 3 = 1: INT64
-- 4 = 2: INT64

SELECT lag(toNullable(`v`.`x`), {p1:Int64}, {p2:Int64}) OVER (ORDER BY `v`.`x`) FROM (VALUES ({p3:Int64}), ({p4:Int64}), ({p5:Int64})) AS `v`(`x`) ORDER BY `v`.`x`
-- 1 = 1: INT64
-- 2 = 0: INT64
-- 3 = 0: INT64
-- 4 = 1: INT64
-- 5 = 2: INT64

SELECT tupleElement(argMin(tuple(toNullable(`v`.`x`)), `v`.`y`), 1) FROM (VALUES ({p1:Int64}, {p2:Int64}), ({p3:Int64}, {p4:Int64})) AS `v`(`x`, `y`)
-- 1 = 7: INT64
-- 2 = 1: INT64
-- 3 = 5: INT64
-- 4 = 2: INT64

SELECT tupleElement(argMin(tuple(toNullable(`v`.`x`)), `v`.`y`), 1) FROM (VALUES (NULL, {p1:Int64}), ({p2:Int64}, {p3:Int64})) AS `v`(`x`, `y`)
-- 1 = 1: INT64
-- 2 = 5: INT64
-- 3 = 2: INT64

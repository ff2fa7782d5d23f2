SELECT arrayFirstOrNull(v -> ifNull(isFinite(v), 0), [corrStable(`v`.`x`, `v`.`y`)]) FROM (VALUES ({p1:Int64}, {p2:Int64}), ({p3:Int64}, {p4:Int64})) AS `v`(`x`, `y`)
-- 1 = 1: INT64
-- 2 = 2: INT64
-- 3 = 2: INT64
-- 4 = 4: INT64

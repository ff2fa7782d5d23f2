SELECT any(`v`.`x`) FROM (VALUES ({p1:Nullable(Int64)}), ({p2:Int64})) AS `v`(`x`)
-- 1 = NULL: INT64
-- 2 = 3: INT64

SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`v`.`x`]), 1)) OVER (ORDER BY `v`.`x`) FROM (VALUES ({p1:Int64}), ({p2:Int64}), ({p3:Int64})) AS `v`(`x`) ORDER BY `v`.`x`
-- 1 = 1: INT64
-- 2 = 2: INT64
-- 3 = 4: INT64

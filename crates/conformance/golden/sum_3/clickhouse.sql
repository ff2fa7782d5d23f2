SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`v`.`x`]), 1)) FROM (VALUES ({p1:Int64}), ({p2:Int64})) AS `v`(`x`)
-- 1 = -9223372036854775808: INT64
-- 2 = -1: INT64

SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`v`.`x`]), 1)) FROM (VALUES ({p1:Nullable(Int64)})) AS `v`(`x`)
-- 1 = NULL: INT64

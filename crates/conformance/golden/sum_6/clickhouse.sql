SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`v`.`x`]), 1)) FROM (VALUES ({p1:Float64}), ({p2:Float64})) AS `v`(`x`)
-- 1 = 0.5: FLOAT64
-- 2 = 0.25: FLOAT64

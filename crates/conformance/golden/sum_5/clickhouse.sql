SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`v`.`x`]), 1)) FROM (VALUES ({p1:Decimal(3, 2)}), ({p2:Decimal(3, 2)})) AS `v`(`x`)
-- 1 = 1.25: DECIMAL(3, 2)
-- 2 = 1.26: DECIMAL(3, 2)

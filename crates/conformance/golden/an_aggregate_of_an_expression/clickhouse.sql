SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`sales`.`amount` * {p1:Int64}]), 1)) FROM `sales`
-- 1 = 2: INT64

SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`sales`.`amount`]), 1)) FROM `sales` WHERE `sales`.`id` > {p1:Int64} GROUP BY `sales`.`region`
-- 1 = 100: INT64

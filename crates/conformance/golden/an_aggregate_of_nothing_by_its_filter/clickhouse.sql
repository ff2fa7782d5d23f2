SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`sales`.`amount`]), 1)) FILTER (WHERE `sales`.`id` > {p1:Int64}) FROM `sales`
-- 1 = 100: INT64

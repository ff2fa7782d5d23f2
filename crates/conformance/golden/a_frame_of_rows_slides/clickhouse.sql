SELECT `sales`.`id`, sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`sales`.`id`]), 1)) OVER (ORDER BY `sales`.`id` ROWS BETWEEN {p1:Int64} PRECEDING AND {p1:Int64} FOLLOWING) FROM `sales` ORDER BY `sales`.`id`
-- 1 = 1: INT64

SELECT `sales`.`region` FROM `sales` WHERE `sales`.`region` IS NOT NULL GROUP BY `sales`.`region` HAVING sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`sales`.`amount`]), 1)) < {p1:Int32}
-- 1 = 50: INT32

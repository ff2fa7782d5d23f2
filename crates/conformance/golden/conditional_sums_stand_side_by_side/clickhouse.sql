SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [CASE WHEN `sales`.`region` = {p1:String} THEN `sales`.`amount` ELSE {p2:Int64} END]), 1)), sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [CASE WHEN `sales`.`region` = {p3:String} THEN `sales`.`amount` ELSE {p4:Int64} END]), 1)) FROM `sales` WHERE `sales`.`amount` IS NOT NULL
-- 1 = 'n': TEXT
-- 2 = 0: INT64
-- 3 = 's': TEXT
-- 4 = 0: INT64

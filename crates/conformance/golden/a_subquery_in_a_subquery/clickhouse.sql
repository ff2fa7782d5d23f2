SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`outside`.`id`]), 1)) FROM (SELECT `inside`.`id` FROM (SELECT `things`.`id` FROM `things` WHERE `things`.`id` > {p1:Int64}) AS `inside` WHERE `inside`.`id` < {p2:Int64}) AS `outside`
-- 1 = 1: INT64
-- 2 = 4: INT64

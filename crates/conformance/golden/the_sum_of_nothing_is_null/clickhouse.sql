SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`things`.`n`]), 1)) FROM `things` WHERE `things`.`id` > {p1:Int64}
-- 1 = 100: INT64

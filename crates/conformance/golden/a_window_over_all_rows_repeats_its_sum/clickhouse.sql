SELECT `things`.`id`, sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`things`.`id`]), 1)) OVER () FROM `things` ORDER BY `things`.`id`

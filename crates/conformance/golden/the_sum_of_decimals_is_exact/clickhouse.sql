SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`measures`.`price`]), 1)) FROM `measures`

SELECT sum(DISTINCT arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`sales`.`amount`]), 1)) FROM `sales`

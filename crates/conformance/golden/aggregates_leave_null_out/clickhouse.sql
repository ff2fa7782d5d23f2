SELECT sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`things`.`n`]), 1)), min(`things`.`n`), max(`things`.`n`) FROM `things`

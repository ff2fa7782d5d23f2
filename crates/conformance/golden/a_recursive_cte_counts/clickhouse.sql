WITH RECURSIVE `numbers`(`n`) AS (SELECT {p1:Int64} UNION ALL SELECT `numbers`.`n` + {p2:Int64} FROM `numbers` WHERE `numbers`.`n` < {p3:Int64}) SELECT toInt64(count()), sum(arrayElement(arrayMap(v -> CAST(v, replaceRegexpOne(toTypeName(v), 'U?Int(8|16|32|64)', 'Int128')), [`numbers`.`n`]), 1)) FROM `numbers`
-- 1 = 1: INT64
-- 2 = 1: INT64
-- 3 = 100: INT64

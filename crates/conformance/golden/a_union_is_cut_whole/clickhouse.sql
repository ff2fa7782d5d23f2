SELECT * FROM (SELECT `things`.`id` AS `x` FROM `things` UNION ALL SELECT `things`.`id` + {p1:Int64} AS `x` FROM `things`) AS compound ORDER BY `x` LIMIT {p2:Int32} OFFSET {p3:Int32}
-- 1 = 10: INT64
-- 2 = 2: INT32
-- 3 = 3: INT32

SELECT * FROM (SELECT `things`.`id` AS `x` FROM `things` UNION ALL SELECT `things`.`id` + {p1:Int64} AS `x` FROM `things`) AS compound ORDER BY `x` DESC LIMIT {p2:Int32}
-- 1 = 10: INT64
-- 2 = 3: INT32

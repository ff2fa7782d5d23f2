SELECT * FROM (SELECT `things`.`id` AS `x` FROM `things` UNION ALL SELECT {p1:Int64}) AS compound ORDER BY `x` DESC LIMIT {p2:Int32}
-- 1 = 100: INT64
-- 2 = 2: INT32

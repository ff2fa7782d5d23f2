SELECT * FROM ((SELECT `things`.`id` AS `x` FROM `things` ORDER BY `things`.`id` DESC LIMIT {p1:Int32}) UNION ALL (SELECT `things`.`id` AS `x` FROM `things` ORDER BY `things`.`id` LIMIT {p2:Int32})) AS compound ORDER BY `x`
-- 1 = 1: INT32
-- 2 = 1: INT32

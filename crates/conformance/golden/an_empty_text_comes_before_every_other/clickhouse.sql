SELECT `things`.`id` FROM `things` WHERE `things`.`name` IS NOT NULL ORDER BY `things`.`name` LIMIT {p1:Int32}
-- 1 = 1: INT32

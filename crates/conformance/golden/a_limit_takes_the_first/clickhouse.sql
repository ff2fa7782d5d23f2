SELECT `things`.`id` FROM `things` ORDER BY `things`.`id` LIMIT {p1:Int32}
-- 1 = 2: INT32

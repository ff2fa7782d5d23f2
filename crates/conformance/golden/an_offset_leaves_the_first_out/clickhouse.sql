SELECT `things`.`id` FROM `things` ORDER BY `things`.`id` OFFSET {p1:Int32}
-- 1 = 3: INT32

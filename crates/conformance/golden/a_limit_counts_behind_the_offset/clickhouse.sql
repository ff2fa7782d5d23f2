SELECT `things`.`id` FROM `things` ORDER BY `things`.`id` LIMIT {p1:Int32} OFFSET {p2:Int32}
-- 1 = 2: INT32
-- 2 = 1: INT32

SELECT `things`.`id` FROM `things` WHERE `things`.`n` + {p1:Int32} IS NULL ORDER BY `things`.`id`
-- 1 = 1: INT32

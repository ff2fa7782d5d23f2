SELECT `things`.`id` FROM `things` WHERE `things`.`n` BETWEEN {p1:Int64} AND {p2:Int64} ORDER BY `things`.`id`
-- 1 = 7: INT64
-- 2 = 5: INT64

SELECT `things`.`id` FROM `things` WHERE `things`.`n` IS DISTINCT FROM {p1:Int64} ORDER BY `things`.`id`
-- 1 = 5: INT64

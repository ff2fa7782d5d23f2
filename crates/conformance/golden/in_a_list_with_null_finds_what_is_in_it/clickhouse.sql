SELECT `things`.`id` FROM `things` WHERE (`things`.`n` = {p1:Int64} OR `things`.`n` = NULL) ORDER BY `things`.`id`
-- 1 = 5: INT64

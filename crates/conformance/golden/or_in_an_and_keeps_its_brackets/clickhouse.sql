SELECT `things`.`id` FROM `things` WHERE (`things`.`id` = {p1:Int64} OR `things`.`id` = {p2:Int64}) AND `things`.`n` = {p3:Int64} ORDER BY `things`.`id`
-- 1 = 1: INT64
-- 2 = 2: INT64
-- 3 = 7: INT64

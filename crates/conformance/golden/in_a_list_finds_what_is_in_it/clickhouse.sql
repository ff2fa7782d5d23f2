SELECT `things`.`id` FROM `things` WHERE `things`.`n` IN ({p1:Int64}, {p2:Int64}) ORDER BY `things`.`id`
-- 1 = 5: INT64
-- 2 = 7: INT64

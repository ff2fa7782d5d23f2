SELECT `things`.`id` FROM `things` WHERE NOT `things`.`n` < {p1:Int64} ORDER BY `things`.`id`
-- 1 = 6: INT64

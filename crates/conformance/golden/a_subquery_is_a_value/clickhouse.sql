SELECT `things`.`id`, (SELECT toInt64(count()) FROM `parts`) FROM `things` WHERE `things`.`id` < {p1:Int64} ORDER BY `things`.`id`
-- 1 = 3: INT64

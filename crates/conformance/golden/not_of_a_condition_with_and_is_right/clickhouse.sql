SELECT `things`.`id` FROM `things` WHERE NOT (`things`.`n` > {p1:Int64} AND `things`.`id` < {p2:Int64}) ORDER BY `things`.`id`
-- 1 = 0: INT64
-- 2 = 2: INT64

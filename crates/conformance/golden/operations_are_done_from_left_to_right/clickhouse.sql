SELECT * FROM ((SELECT `things`.`id` AS `x` FROM `things` EXCEPT DISTINCT SELECT `things`.`id` FROM `things` WHERE `things`.`id` > {p1:Int64}) UNION ALL SELECT `things`.`id` FROM `things` WHERE `things`.`id` = {p2:Int64}) AS compound ORDER BY `x`
-- 1 = 1: INT64
-- 2 = 4: INT64

SELECT * FROM (SELECT `things`.`id` AS `a`, `things`.`n` AS `b` FROM `things` WHERE `things`.`id` = {p1:Int64} UNION ALL SELECT `things`.`n` AS `b`, `things`.`id` AS `a` FROM `things` WHERE `things`.`id` = {p2:Int64}) AS compound ORDER BY `a`
-- 1 = 1: INT64
-- 2 = 1: INT64

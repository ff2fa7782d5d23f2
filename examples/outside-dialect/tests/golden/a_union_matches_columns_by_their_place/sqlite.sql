SELECT `things`.`id` AS `a`, `things`.`n` AS `b` FROM `things` WHERE `things`.`id` = ?1 UNION ALL SELECT `things`.`n` AS `b`, `things`.`id` AS `a` FROM `things` WHERE `things`.`id` = ?2 ORDER BY `a` NULLS LAST
-- 1 = 1: INT32
-- 2 = 1: INT32

SELECT * FROM (SELECT `things`.`id` AS `x` FROM `things` EXCEPT SELECT `things`.`id` FROM `things` WHERE `things`.`id` > ?1) AS branch UNION ALL SELECT `things`.`id` FROM `things` WHERE `things`.`id` = ?2 ORDER BY `x` NULLS LAST
-- 1 = 1: INT32
-- 2 = 4: INT32

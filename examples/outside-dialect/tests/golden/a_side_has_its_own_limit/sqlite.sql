SELECT * FROM (SELECT `things`.`id` AS `x` FROM `things` ORDER BY `things`.`id` DESC LIMIT ?1) AS branch UNION ALL SELECT * FROM (SELECT `things`.`id` AS `x` FROM `things` ORDER BY `things`.`id` NULLS LAST LIMIT ?2) AS branch ORDER BY `x` NULLS LAST
-- 1 = 1: INT32
-- 2 = 1: INT32

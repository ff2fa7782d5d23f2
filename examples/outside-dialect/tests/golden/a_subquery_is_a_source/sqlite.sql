SELECT `some`.`twice` FROM (SELECT `things`.`id`, `things`.`n` * ?1 AS `twice` FROM `things` WHERE `things`.`n` IS NOT NULL) AS `some` ORDER BY `some`.`id` NULLS LAST
-- 1 = 2: INT64

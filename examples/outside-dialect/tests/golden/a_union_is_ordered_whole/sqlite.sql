SELECT `things`.`id` AS `x` FROM `things` UNION ALL SELECT `things`.`id` + ?1 AS `x` FROM `things` ORDER BY `x` DESC LIMIT ?2
-- 1 = 10: INT64
-- 2 = 3: INT32

SELECT `things`.`id` AS `x` FROM `things` UNION ALL SELECT ?1 ORDER BY `x` DESC LIMIT ?2
-- 1 = 100: INT64
-- 2 = 2: INT32

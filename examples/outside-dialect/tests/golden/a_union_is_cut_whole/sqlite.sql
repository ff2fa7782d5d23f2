SELECT `things`.`id` AS `x` FROM `things` UNION ALL SELECT `things`.`id` + ?1 AS `x` FROM `things` ORDER BY `x` NULLS LAST LIMIT ?2 OFFSET ?3
-- 1 = 10: INT64
-- 2 = 2: INT32
-- 3 = 3: INT32

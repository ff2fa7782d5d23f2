SELECT `things`.`id`, CASE WHEN `things`.`id` <= ?1 THEN `things`.`n` END FROM `things` ORDER BY `things`.`id` NULLS LAST
-- 1 = 2: INT32

SELECT `things`.`id` FROM `things` ORDER BY `things`.`id` NULLS LAST LIMIT ?1
-- 1 = 2: INT32

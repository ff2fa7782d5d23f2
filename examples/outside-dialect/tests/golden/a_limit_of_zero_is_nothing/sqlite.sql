SELECT `things`.`id` FROM `things` ORDER BY `things`.`id` NULLS LAST LIMIT ?1
-- 1 = 0: INT32

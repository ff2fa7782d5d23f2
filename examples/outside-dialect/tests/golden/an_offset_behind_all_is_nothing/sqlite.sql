SELECT `things`.`id` FROM `things` ORDER BY `things`.`id` NULLS LAST LIMIT ?1 OFFSET ?2
-- 1 = 2: INT32
-- 2 = 9: INT32

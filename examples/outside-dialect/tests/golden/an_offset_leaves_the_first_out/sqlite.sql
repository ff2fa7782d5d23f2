SELECT `things`.`id` FROM `things` ORDER BY `things`.`id` NULLS LAST LIMIT -1 OFFSET ?1
-- 1 = 3: INT32

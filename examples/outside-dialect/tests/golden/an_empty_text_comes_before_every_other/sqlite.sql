SELECT `things`.`id` FROM `things` WHERE `things`.`name` IS NOT NULL ORDER BY `things`.`name` NULLS LAST LIMIT ?1
-- 1 = 1: INT32

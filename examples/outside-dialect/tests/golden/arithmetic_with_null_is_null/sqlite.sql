SELECT `things`.`id` FROM `things` WHERE `things`.`n` + ?1 IS NULL ORDER BY `things`.`id` NULLS LAST
-- 1 = 1: INT32

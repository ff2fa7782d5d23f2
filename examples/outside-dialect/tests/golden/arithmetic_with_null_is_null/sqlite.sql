SELECT `things`.`id` FROM `things` WHERE `things`.`n` + ?1 IS NULL ORDER BY `things`.`id`
-- 1 = 1: INT32

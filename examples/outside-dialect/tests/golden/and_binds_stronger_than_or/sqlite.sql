SELECT `things`.`id` FROM `things` WHERE `things`.`id` = ?1 OR (`things`.`id` = ?2 AND `things`.`n` = ?3) ORDER BY `things`.`id` NULLS LAST
-- 1 = 1: INT32
-- 2 = 2: INT32
-- 3 = 100: INT32

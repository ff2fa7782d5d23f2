SELECT `things`.`id` FROM `things` WHERE `things`.`n` IN (?1, ?2) ORDER BY `things`.`id` NULLS LAST
-- 1 = 5: INT32
-- 2 = 7: INT32

SELECT `things`.`id` FROM `things` WHERE `things`.`n` NOT IN (?1, NULL) ORDER BY `things`.`id` NULLS LAST
-- 1 = 5: INT32

SELECT `things`.`id` FROM `things` WHERE `things`.`n` < ?1 ORDER BY `things`.`id` NULLS LAST
-- 1 = 6: INT32

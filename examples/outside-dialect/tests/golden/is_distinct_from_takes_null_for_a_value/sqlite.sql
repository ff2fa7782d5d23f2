SELECT `things`.`id` FROM `things` WHERE `things`.`n` IS DISTINCT FROM ?1 ORDER BY `things`.`id` NULLS LAST
-- 1 = 5: INT32

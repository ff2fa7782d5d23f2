SELECT `things`.`id` FROM `things` WHERE `things`.`n` BETWEEN ?1 AND ?2 ORDER BY `things`.`id` NULLS LAST
-- 1 = 7: INT64
-- 2 = 5: INT64

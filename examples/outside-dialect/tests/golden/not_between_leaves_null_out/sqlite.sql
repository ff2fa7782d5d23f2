SELECT `things`.`id` FROM `things` WHERE `things`.`n` NOT BETWEEN ?1 AND ?2 ORDER BY `things`.`id` NULLS LAST
-- 1 = 5: INT64
-- 2 = 6: INT64

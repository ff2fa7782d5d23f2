SELECT `things`.`id` FROM `things` WHERE `things`.`n` IS NOT DISTINCT FROM ?1 ORDER BY `things`.`id` NULLS LAST
-- 1 = NULL: INT64

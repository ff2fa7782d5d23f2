SELECT `things`.`id` FROM `things` WHERE `things`.`n` IS NOT DISTINCT FROM ?1 ORDER BY `things`.`id`
-- 1 = NULL: INT64

SELECT `things`.`id` FROM `things` WHERE nullif(`things`.`n`, ?1) IS NULL ORDER BY `things`.`id` NULLS LAST
-- 1 = 5: INT64

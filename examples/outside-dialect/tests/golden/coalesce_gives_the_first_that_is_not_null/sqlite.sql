SELECT `things`.`id` FROM `things` WHERE coalesce(`things`.`n`, ?1) = ?2 ORDER BY `things`.`id` NULLS LAST
-- 1 = 7: INT32
-- 2 = 7: INT32

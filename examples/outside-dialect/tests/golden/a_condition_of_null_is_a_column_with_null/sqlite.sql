SELECT `things`.`id`, `things`.`n` = ?1 FROM `things` ORDER BY `things`.`id` NULLS LAST
-- 1 = 5: INT32

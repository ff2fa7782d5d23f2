SELECT `things`.`id`, `parts`.`part` FROM `things` JOIN `parts` ON `things`.`n` = `parts`.`of` AND `things`.`id` > ?1 ORDER BY `things`.`id` NULLS LAST, `parts`.`part` NULLS LAST
-- 1 = 100: INT32

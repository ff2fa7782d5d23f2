SELECT `things`.`id`, `parts`.`part` FROM `things` LEFT JOIN `parts` ON `things`.`n` = `parts`.`of` AND `things`.`id` > ?1 ORDER BY `things`.`id`
-- 1 = 100: INT32

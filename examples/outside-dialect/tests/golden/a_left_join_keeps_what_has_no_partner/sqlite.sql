SELECT `things`.`id`, `parts`.`part` FROM `things` LEFT JOIN `parts` ON `things`.`n` = `parts`.`of` AND `parts`.`part` = ?1 ORDER BY `things`.`id` NULLS LAST
-- 1 = 'a': TEXT

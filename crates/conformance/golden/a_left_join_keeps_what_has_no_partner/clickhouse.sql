SELECT `things`.`id`, `parts`.`part` FROM `things` LEFT JOIN `parts` ON `things`.`n` = `parts`.`of` AND `parts`.`part` = {p1:String} ORDER BY `things`.`id`
-- 1 = 'a': TEXT

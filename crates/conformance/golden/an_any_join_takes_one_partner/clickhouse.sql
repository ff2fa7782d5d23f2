SELECT `things`.`id` FROM `things` ANY JOIN `parts` ON `things`.`n` = `parts`.`of` ORDER BY `things`.`id`

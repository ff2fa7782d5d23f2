SELECT `things`.`id` FROM `things` ANY LEFT JOIN `parts` ON `things`.`n` = `parts`.`of` ORDER BY `things`.`id`

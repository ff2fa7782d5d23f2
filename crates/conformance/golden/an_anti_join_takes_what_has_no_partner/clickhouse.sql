SELECT `things`.`id` FROM `things` LEFT ANTI JOIN `parts` ON `things`.`n` = `parts`.`of` ORDER BY `things`.`id`

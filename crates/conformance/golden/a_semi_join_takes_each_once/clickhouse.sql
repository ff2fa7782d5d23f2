SELECT `things`.`id` FROM `things` LEFT SEMI JOIN `parts` ON `things`.`n` = `parts`.`of` ORDER BY `things`.`id`

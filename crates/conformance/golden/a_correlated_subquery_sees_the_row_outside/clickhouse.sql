SELECT `things`.`id`, coalesce((SELECT toInt64(count()) FROM `parts` WHERE `parts`.`of` = `things`.`n`), 0) FROM `things` ORDER BY `things`.`id`

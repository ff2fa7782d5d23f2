SELECT `things`.`id`, toInt64(row_number() OVER (ORDER BY `things`.`n` DESC)) FROM `things` ORDER BY `things`.`id`

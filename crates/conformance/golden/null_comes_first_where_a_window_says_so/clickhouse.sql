SELECT `things`.`id`, toInt64(row_number() OVER (ORDER BY `things`.`n` NULLS FIRST)) FROM `things` ORDER BY `things`.`id`

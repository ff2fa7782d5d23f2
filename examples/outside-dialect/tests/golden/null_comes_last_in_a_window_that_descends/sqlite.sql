SELECT `things`.`id`, row_number() OVER (ORDER BY `things`.`n` DESC) FROM `things` ORDER BY `things`.`id` NULLS LAST

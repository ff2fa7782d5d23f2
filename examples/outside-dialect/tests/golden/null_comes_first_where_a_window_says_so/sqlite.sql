SELECT `things`.`id`, row_number() OVER (ORDER BY `things`.`n` NULLS FIRST) FROM `things` ORDER BY `things`.`id` NULLS LAST

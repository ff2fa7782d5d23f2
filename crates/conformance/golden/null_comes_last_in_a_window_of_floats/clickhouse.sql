SELECT `measures`.`id`, toInt64(row_number() OVER (ORDER BY `measures`.`ratio`)) FROM `measures` ORDER BY `measures`.`id`

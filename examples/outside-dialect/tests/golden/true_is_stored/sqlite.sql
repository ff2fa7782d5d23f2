SELECT CAST(`one`.`x` AS BOOLEAN) FROM `one` ORDER BY `one`.`id`

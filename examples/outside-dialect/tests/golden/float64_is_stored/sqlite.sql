SELECT CAST(`one`.`x` AS REAL) FROM `one` ORDER BY `one`.`id`

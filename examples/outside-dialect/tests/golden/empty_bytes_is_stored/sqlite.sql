SELECT CAST(`one`.`x` AS BLOB) FROM `one` ORDER BY `one`.`id` NULLS LAST

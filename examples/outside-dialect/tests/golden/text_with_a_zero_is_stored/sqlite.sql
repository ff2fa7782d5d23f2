SELECT CAST(`one`.`x` AS TEXT) FROM `one` ORDER BY `one`.`id` NULLS LAST

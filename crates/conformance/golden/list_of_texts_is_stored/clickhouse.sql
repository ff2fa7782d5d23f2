SELECT CAST(`one`.`x` AS Array(Nullable(String))) FROM `one` ORDER BY `one`.`id`

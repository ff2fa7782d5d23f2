SELECT CAST(`one`.`x` AS Array(Nullable(Int64))) FROM `one` ORDER BY `one`.`id`

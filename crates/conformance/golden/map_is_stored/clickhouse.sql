SELECT CAST(`one`.`x` AS Map(String, Nullable(Int64))) FROM `one` ORDER BY `one`.`id`

SELECT CAST(`one`.`x` AS Map(Int64, Array(Nullable(String)))) FROM `one` ORDER BY `one`.`id`

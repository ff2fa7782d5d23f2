SELECT CAST(`one`.`x` AS Array(Tuple(`a` Nullable(Int64), `b` Nullable(String)))) FROM `one` ORDER BY `one`.`id`

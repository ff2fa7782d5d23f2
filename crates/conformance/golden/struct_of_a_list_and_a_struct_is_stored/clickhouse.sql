SELECT CAST(`one`.`x` AS Tuple(`l` Array(Nullable(Int64)), `s` Tuple(`a` Nullable(Int64), `b` Nullable(String)))) FROM `one` ORDER BY `one`.`id`

SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'Float64')) FROM `one` ORDER BY `one`.`id`

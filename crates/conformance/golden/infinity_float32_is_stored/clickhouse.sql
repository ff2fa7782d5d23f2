SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'Float32')) FROM `one` ORDER BY `one`.`id`

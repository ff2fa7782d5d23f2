SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'Date32')) FROM `one` ORDER BY `one`.`id`

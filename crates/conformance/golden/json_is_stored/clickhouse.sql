SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'JSON')) FROM `one` ORDER BY `one`.`id`

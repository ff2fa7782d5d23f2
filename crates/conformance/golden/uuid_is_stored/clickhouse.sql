SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'UUID')) FROM `one` ORDER BY `one`.`id`

SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'String')) FROM `one` ORDER BY `one`.`id`

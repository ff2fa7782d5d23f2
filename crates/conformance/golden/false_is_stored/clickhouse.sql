SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'Bool')) FROM `one` ORDER BY `one`.`id`

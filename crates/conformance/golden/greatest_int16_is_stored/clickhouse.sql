SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'Int16')) FROM `one` ORDER BY `one`.`id`

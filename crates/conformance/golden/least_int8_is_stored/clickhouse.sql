SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'Int8')) FROM `one` ORDER BY `one`.`id`

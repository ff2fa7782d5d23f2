SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'Int32')) FROM `one` ORDER BY `one`.`id`

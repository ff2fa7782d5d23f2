SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'UInt32')) FROM `one` ORDER BY `one`.`id`

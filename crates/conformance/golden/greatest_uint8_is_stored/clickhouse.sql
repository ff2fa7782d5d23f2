SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'UInt8')) FROM `one` ORDER BY `one`.`id`

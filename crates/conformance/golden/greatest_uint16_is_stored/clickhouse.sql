SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'UInt16')) FROM `one` ORDER BY `one`.`id`

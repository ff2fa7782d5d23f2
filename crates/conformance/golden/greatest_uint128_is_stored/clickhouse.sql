SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'UInt128')) FROM `one` ORDER BY `one`.`id`

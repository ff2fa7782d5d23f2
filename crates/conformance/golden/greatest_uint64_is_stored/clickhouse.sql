SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'UInt64')) FROM `one` ORDER BY `one`.`id`

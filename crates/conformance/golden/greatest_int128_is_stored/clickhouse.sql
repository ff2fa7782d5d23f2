SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'Int128')) FROM `one` ORDER BY `one`.`id`

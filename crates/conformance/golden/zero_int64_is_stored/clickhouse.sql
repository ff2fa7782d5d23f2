SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'Int64')) FROM `one` ORDER BY `one`.`id`

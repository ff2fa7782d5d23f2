SELECT if(isNull(`one`.`x`), NULL, accurateCast(assumeNotNull(`one`.`x`), 'Int256')) FROM `one` ORDER BY `one`.`id`

SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'Time64(6)')) FROM `one` ORDER BY `one`.`id`

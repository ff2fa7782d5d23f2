SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'Time64(9)')) FROM `one` ORDER BY `one`.`id`

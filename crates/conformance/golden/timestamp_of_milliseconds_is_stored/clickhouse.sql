SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'DateTime64(3)')) FROM `one` ORDER BY `one`.`id`

SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'DateTime64(6)')) FROM `one` ORDER BY `one`.`id`

SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'DateTime64(6, \'UTC\')')) FROM `one` ORDER BY `one`.`id`

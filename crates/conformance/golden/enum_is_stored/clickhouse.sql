SELECT if(isNull(`one`.`x`), NULL, CAST(assumeNotNull(`one`.`x`), 'Enum(\'red\', \'it\\\'s\')')) FROM `one` ORDER BY `one`.`id`

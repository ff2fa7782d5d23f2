SELECT if(isNull(`one`.`x`), NULL, CAST(round(CAST(assumeNotNull(`one`.`x`), 'Decimal(38, 5)'), 4), 'Decimal(18, 4)')) FROM `one` ORDER BY `one`.`id`

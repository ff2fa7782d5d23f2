SELECT if(isNull(`one`.`x`), NULL, CAST(round(CAST(assumeNotNull(`one`.`x`), 'Decimal(38, 3)'), 2), 'Decimal(10, 2)')) FROM `one` ORDER BY `one`.`id`

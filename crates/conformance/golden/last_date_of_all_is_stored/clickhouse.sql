SELECT if(isNull(`one`.`x`), NULL, CAST(toDateTime64(toString(assumeNotNull(`one`.`x`)), 6, 'UTC'), 'Date32')) FROM `one` ORDER BY `one`.`id`

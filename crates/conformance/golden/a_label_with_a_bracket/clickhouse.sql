SELECT toInt64(count()) AS `a]; DROP TABLE things; --` FROM `things`

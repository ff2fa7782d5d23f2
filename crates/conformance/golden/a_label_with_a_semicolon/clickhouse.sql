SELECT toInt64(count()) AS `; DROP TABLE things;` FROM `things`

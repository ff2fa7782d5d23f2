SELECT toInt64(count()) AS `a\\` FROM `things`

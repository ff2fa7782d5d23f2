SELECT toInt64(count()) AS `a /* b` FROM `things`

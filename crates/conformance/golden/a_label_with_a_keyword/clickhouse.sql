SELECT toInt64(count()) AS `SELECT` FROM `things`

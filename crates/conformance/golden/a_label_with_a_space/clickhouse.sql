SELECT toInt64(count()) AS ` ` FROM `things`

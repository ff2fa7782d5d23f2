SELECT toInt64(count(`things`.`n`)), toInt64(count()) FROM `things`

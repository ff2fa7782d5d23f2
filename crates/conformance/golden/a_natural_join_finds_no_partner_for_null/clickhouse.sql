SELECT toInt64(count()) FROM `things` NATURAL JOIN `things` AS `again`

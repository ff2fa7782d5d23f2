SELECT toInt64(count()) FROM `things` CROSS JOIN `parts`

SELECT toInt64(count()) FROM `things` JOIN `things` AS `again` USING (`n`)

SELECT toInt64(count()), toInt64(count(`again`.`id`)) FROM `things` LEFT JOIN `things` AS `again` USING (`n`)

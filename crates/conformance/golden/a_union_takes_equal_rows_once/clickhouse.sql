SELECT toInt64(count()) FROM (SELECT `things`.`id` FROM `things` UNION DISTINCT SELECT `things`.`id` FROM `things`) AS `u`

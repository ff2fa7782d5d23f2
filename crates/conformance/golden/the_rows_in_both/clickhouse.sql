SELECT toInt64(count()) FROM (SELECT `parts`.`of` AS `x` FROM `parts` INTERSECT DISTINCT SELECT `things`.`n` AS `x` FROM `things`) AS `i`

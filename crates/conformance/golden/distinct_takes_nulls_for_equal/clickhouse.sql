SELECT toInt64(count()) FROM (SELECT DISTINCT `parts`.`of` FROM `parts`) AS `d`

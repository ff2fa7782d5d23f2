SELECT toInt64(count()) FROM (SELECT `things`.`n` AS `x` FROM `things` EXCEPT DISTINCT SELECT `parts`.`of` AS `x` FROM `parts`) AS `e`

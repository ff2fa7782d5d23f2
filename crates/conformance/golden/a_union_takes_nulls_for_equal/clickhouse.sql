SELECT * FROM (SELECT `parts`.`of` AS `x` FROM `parts` UNION DISTINCT SELECT `things`.`n` AS `x` FROM `things`) AS compound ORDER BY `x` NULLS LAST

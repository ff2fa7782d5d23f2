SELECT `parts`.`part`, toInt64(count() OVER (PARTITION BY `parts`.`of`)) FROM `parts` ORDER BY `parts`.`part`

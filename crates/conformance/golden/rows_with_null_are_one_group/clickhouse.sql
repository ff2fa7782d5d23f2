SELECT `parts`.`of`, toInt64(count()) FROM `parts` GROUP BY `parts`.`of` ORDER BY toInt64(count())

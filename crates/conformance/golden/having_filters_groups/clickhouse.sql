SELECT `parts`.`of` FROM `parts` GROUP BY `parts`.`of` HAVING toInt64(count()) > {p1:Int32}
-- 1 = 1: INT32

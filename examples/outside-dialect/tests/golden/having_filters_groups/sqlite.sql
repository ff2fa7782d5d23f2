SELECT `parts`.`of` FROM `parts` GROUP BY `parts`.`of` HAVING count(*) > ?1
-- 1 = 1: INT32

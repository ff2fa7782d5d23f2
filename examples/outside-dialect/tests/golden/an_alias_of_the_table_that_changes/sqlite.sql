UPDATE `kept` AS `x` SET `n` = `x`.`n` + ?1 WHERE `x`.`id` = ?2
-- 1 = 1: INT64
-- 2 = 1: INT32

UPDATE `kept` SET `n` = CASE WHEN `kept`.`id` = ?1 THEN ?2 ELSE `kept`.`n` END WHERE `kept`.`id` IS NOT NULL
-- 1 = 1: INT32
-- 2 = 0: INT64

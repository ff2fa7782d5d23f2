DELETE FROM `kept` WHERE `kept`.`id` = ?1 RETURNING `kept`.`n` + ?2
-- 1 = 2: INT32
-- 2 = 1: INT64

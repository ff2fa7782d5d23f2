DELETE FROM `kept` WHERE `kept`.`id` = ?1
-- 1 = 1: INT32

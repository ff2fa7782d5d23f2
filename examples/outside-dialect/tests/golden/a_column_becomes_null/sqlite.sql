UPDATE `kept` SET `name` = NULL WHERE `kept`.`id` = ?1
-- 1 = 1: INT32

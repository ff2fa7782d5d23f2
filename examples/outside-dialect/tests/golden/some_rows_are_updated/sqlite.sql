UPDATE `kept` SET `n` = ?1 WHERE `kept`.`id` > ?2
-- 1 = 99: INT64
-- 2 = 1: INT32

DELETE FROM `kept` WHERE `kept`.`id` = ?1 RETURNING `kept`.`id`, `kept`.`name`
-- 1 = 2: INT32

UPDATE `kept` SET `n` = `kept`.`n` * ?1 WHERE `kept`.`id` = ?2 RETURNING `kept`.`id`, `kept`.`n`
-- 1 = 2: INT64
-- 2 = 2: INT32

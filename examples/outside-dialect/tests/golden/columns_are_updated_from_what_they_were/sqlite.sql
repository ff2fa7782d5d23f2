UPDATE `kept` SET `n` = `kept`.`n` + ?1, `name` = `kept`.`name` || ?2 WHERE `kept`.`id` >= ?3
-- 1 = 1: INT64
-- 2 = '!': TEXT
-- 3 = 1: INT32

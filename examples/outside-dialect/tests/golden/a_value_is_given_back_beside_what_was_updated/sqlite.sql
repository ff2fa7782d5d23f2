UPDATE `kept` SET `n` = ?1 WHERE `kept`.`id` = ?2 RETURNING `kept`.`n` + ?3, ?4 AS `done`
-- 1 = 40: INT64
-- 2 = 2: INT32
-- 3 = 1: INT64
-- 4 = 'it''s': TEXT

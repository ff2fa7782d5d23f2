SELECT (CAST(`sales`.`amount` AS REAL) / ?1) FROM `sales` WHERE `sales`.`id` = ?2
-- 1 = 4: INT64
-- 2 = 1: INT32

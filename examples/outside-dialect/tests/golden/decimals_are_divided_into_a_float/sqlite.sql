SELECT (CAST(`measures`.`price` AS REAL) / `measures`.`price`) FROM `measures` WHERE `measures`.`id` = ?1
-- 1 = 2: INT32

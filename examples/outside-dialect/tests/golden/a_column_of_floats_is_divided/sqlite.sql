SELECT (CAST(`measures`.`ratio` AS REAL) / ?1) FROM `measures` WHERE `measures`.`id` = ?2
-- 1 = 4.0: FLOAT64
-- 2 = 1: INT32

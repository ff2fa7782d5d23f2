SELECT `things`.`name` || ?1 || `things`.`name` FROM `things` WHERE `things`.`id` = ?2
-- 1 = '-': TEXT
-- 2 = 4: INT32

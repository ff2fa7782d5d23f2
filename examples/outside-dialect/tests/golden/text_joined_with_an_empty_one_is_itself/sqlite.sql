SELECT `things`.`name` || ?1 FROM `things` WHERE `things`.`id` = ?2
-- 1 = '': TEXT
-- 2 = 1: INT32

SELECT `things`.`id`, ?1 AS `a"; DROP TABLE things; --` FROM `things` WHERE `things`.`id` = ?2
-- 1 = 'b': TEXT
-- 2 = 1: INT32

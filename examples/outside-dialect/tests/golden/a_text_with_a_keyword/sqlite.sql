SELECT `things`.`id`, ?1 FROM `things` WHERE `things`.`id` = ?2
-- 1 = 'SELECT': TEXT
-- 2 = 1: INT32

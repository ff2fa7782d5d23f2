SELECT `things`.`id` FROM `things` WHERE `things`.`name` = ?1
-- 1 = 'X': TEXT

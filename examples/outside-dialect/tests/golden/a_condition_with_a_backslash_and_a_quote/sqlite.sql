SELECT `things`.`id` FROM `things` WHERE `things`.`name` = ?1
-- 1 = 'a\'' OR 1 = 1 --': TEXT

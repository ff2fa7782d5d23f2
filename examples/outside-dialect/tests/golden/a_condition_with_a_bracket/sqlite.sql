SELECT `things`.`id` FROM `things` WHERE `things`.`name` = ?1
-- 1 = 'a]; DROP TABLE things; --': TEXT

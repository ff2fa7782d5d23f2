SELECT `things`.`id` FROM `things` WHERE `things`.`name` = {p1:String}
-- 1 = 'a"; DROP TABLE things; --': TEXT

SELECT `things`.`id` FROM `things` WHERE `things`.`name` || {p1:String} IS NULL ORDER BY `things`.`id`
-- 1 = '!': TEXT

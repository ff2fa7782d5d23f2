SELECT `things`.`id` FROM `things` WHERE `things`.`name` LIKE {p1:String} ORDER BY `things`.`id`
-- 1 = '%': TEXT

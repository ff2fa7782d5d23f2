SELECT `things`.`id` FROM `things` WHERE `things`.`name` NOT LIKE {p1:String} ORDER BY `things`.`id`
-- 1 = 'x%': TEXT

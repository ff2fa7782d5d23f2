SELECT `sales`.`id`, toInt64(row_number() OVER (`w` ORDER BY `sales`.`id` DESC)) FROM `sales` WHERE `sales`.`region` = {p1:String} WINDOW `w` AS (PARTITION BY `sales`.`region`) ORDER BY `sales`.`id`
-- 1 = 'n': TEXT

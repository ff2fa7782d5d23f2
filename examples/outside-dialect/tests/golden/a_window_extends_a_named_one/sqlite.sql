SELECT `sales`.`id`, row_number() OVER (`w` ORDER BY `sales`.`id` DESC) FROM `sales` WHERE `sales`.`region` = ?1 WINDOW `w` AS (PARTITION BY `sales`.`region`) ORDER BY `sales`.`id` NULLS LAST
-- 1 = 'n': TEXT

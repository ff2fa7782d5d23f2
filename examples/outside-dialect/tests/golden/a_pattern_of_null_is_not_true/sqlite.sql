SELECT `things`.`id` FROM `things` WHERE `things`.`name` LIKE ?1 ORDER BY `things`.`id`
-- 1 = '%': TEXT

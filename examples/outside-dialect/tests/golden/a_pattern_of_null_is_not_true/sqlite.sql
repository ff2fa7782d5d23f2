SELECT `things`.`id` FROM `things` WHERE `things`.`name` LIKE ?1 ORDER BY `things`.`id` NULLS LAST
-- 1 = '%': TEXT

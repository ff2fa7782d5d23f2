SELECT `things`.`id` FROM `things` WHERE `things`.`name` || ?1 IS NULL ORDER BY `things`.`id`
-- 1 = '!': TEXT

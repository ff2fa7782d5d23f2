SELECT `things`.`id` FROM `things` WHERE `things`.`name` || ?1 IS NULL ORDER BY `things`.`id` NULLS LAST
-- 1 = '!': TEXT

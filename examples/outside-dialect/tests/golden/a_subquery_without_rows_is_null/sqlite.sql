SELECT `things`.`id`, (SELECT `parts`.`part` FROM `parts` WHERE `parts`.`part` = ?1) FROM `things` WHERE `things`.`id` = ?2 ORDER BY `things`.`id` NULLS LAST
-- 1 = 'z': TEXT
-- 2 = 1: INT32

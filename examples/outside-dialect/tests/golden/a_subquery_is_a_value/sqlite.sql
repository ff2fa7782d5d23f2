SELECT `things`.`id`, (SELECT count(*) FROM `parts`) FROM `things` WHERE `things`.`id` < ?1 ORDER BY `things`.`id` NULLS LAST
-- 1 = 3: INT32

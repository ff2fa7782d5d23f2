SELECT `things`.`id`, (SELECT count(*) FROM `parts`) FROM `things` WHERE `things`.`id` < ?1 ORDER BY `things`.`id`
-- 1 = 3: INT32

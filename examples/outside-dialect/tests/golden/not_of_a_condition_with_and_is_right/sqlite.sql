SELECT `things`.`id` FROM `things` WHERE NOT (`things`.`n` > ?1 AND `things`.`id` < ?2) ORDER BY `things`.`id` NULLS LAST
-- 1 = 0: INT32
-- 2 = 2: INT32

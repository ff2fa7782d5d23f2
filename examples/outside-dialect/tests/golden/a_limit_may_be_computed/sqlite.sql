SELECT `things`.`id` FROM `things` ORDER BY `things`.`id` NULLS LAST LIMIT ?1 + ?2
-- 1 = 1: INT64
-- 2 = 1: INT64

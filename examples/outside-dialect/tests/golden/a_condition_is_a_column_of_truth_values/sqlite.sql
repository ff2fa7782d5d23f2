SELECT `things`.`id`, `things`.`id` > ?1 FROM `things` ORDER BY `things`.`id` NULLS LAST
-- 1 = 2: INT32

SELECT `things`.`id`, `things`.`id` * ?1 AS `turned` FROM `things` ORDER BY `turned` DESC LIMIT ?2
-- 1 = -1: INT32
-- 2 = 2: INT32

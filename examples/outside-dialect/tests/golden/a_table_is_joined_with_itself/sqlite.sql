SELECT `things`.`id`, `again`.`id` FROM `things` JOIN `things` AS `again` ON `things`.`id` < `again`.`id` WHERE `things`.`id` >= ?1
-- 1 = 3: INT32

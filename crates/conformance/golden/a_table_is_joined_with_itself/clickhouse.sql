SELECT `things`.`id`, `again`.`id` FROM `things` JOIN `things` AS `again` ON `things`.`id` < `again`.`id` WHERE `things`.`id` >= {p1:Int64}
-- 1 = 3: INT64

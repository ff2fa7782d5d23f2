SELECT `things`.`id`, `parts`.`part` FROM `things` CROSS JOIN `parts` WHERE `things`.`id` = ?1 ORDER BY `things`.`id` NULLS LAST, `parts`.`part` NULLS LAST
-- 1 = 1: INT32

SELECT `things`.`id`, `parts`.`part` FROM `things` CROSS JOIN `parts` WHERE `things`.`id` = {p1:Int64} ORDER BY `things`.`id`, `parts`.`part`
-- 1 = 1: INT64

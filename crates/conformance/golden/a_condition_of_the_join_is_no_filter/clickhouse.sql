SELECT `things`.`id`, `parts`.`part` FROM `things` LEFT JOIN `parts` ON `things`.`n` = `parts`.`of` AND `things`.`id` > {p1:Int64} ORDER BY `things`.`id`
-- 1 = 100: INT64

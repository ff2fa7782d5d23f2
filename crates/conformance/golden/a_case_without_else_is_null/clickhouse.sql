SELECT `things`.`id`, CASE WHEN `things`.`id` <= {p1:Int64} THEN `things`.`n` END FROM `things` ORDER BY `things`.`id`
-- 1 = 2: INT64

SELECT `some`.`twice` FROM (SELECT `things`.`id`, `things`.`n` * {p1:Int64} AS `twice` FROM `things` WHERE `things`.`n` IS NOT NULL) AS `some` ORDER BY `some`.`id`
-- 1 = 2: INT64

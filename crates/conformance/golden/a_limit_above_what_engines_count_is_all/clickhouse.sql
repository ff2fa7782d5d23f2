SELECT `things`.`id` FROM `things` ORDER BY `things`.`id` LIMIT {p1:Int64}
-- 1 = 4611686018427387904: INT64

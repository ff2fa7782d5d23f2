SELECT `things`.`id` FROM `things` ORDER BY `things`.`id` LIMIT {p1:Int64} + {p2:Int64}
-- 1 = 1: INT64
-- 2 = 1: INT64

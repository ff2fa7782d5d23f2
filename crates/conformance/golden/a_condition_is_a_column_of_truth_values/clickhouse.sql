SELECT `things`.`id`, CAST(`things`.`id` > {p1:Int64} AS Nullable(Bool)) FROM `things` ORDER BY `things`.`id`
-- 1 = 2: INT64

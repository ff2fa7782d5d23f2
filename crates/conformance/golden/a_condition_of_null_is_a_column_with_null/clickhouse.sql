SELECT `things`.`id`, CAST(`things`.`n` = {p1:Int64} AS Nullable(Bool)) FROM `things` ORDER BY `things`.`id`
-- 1 = 5: INT64

SELECT `things`.`id` FROM `things` WHERE `things`.`n` IS DISTINCT FROM {p1:Nullable(Int64)} ORDER BY `things`.`id`
-- 1 = NULL: INT64

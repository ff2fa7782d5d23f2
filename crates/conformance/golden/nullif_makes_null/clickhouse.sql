SELECT `things`.`id` FROM `things` WHERE nullIf(`things`.`n`, {p1:Int64}) IS NULL ORDER BY `things`.`id`
-- 1 = 5: INT64

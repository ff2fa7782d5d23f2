SELECT `things`.`id` FROM `things` WHERE (`things`.`id`, `things`.`n`) IN (({p1:Int64}, {p2:Int64}), ({p3:Int64}, {p4:Int64})) ORDER BY `things`.`id`
-- 1 = 1: INT64
-- 2 = 5: INT64
-- 3 = 2: INT64
-- 4 = 5: INT64

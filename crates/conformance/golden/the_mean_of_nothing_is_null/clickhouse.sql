SELECT avg(`things`.`n`) FROM `things` WHERE `things`.`id` > {p1:Int64}
-- 1 = 100: INT64

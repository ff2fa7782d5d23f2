DELETE FROM `kept` WHERE `kept`.`id` = {p1:Int64}
-- 1 = 1: INT64

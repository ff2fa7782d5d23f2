SELECT toInt64(count()) FROM (SELECT `things`.`id` FROM `things` EXCEPT DISTINCT SELECT `things`.`id` FROM `things` WHERE `things`.`id` > {p1:Int64}) AS `e`
-- 1 = 1: INT64

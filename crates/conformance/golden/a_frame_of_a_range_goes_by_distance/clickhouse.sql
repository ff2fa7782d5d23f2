SELECT `sales`.`id`, toInt64(count() OVER (ORDER BY `sales`.`amount` RANGE BETWEEN {p1:Int64} PRECEDING AND {p1:Int64} FOLLOWING)) FROM `sales` WHERE `sales`.`amount` IS NOT NULL ORDER BY `sales`.`id`
-- 1 = 10: INT64

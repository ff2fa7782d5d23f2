SELECT `sales`.`region`, `sales`.`amount`, toInt64(count()) FROM `sales` WHERE `sales`.`amount` = {p1:Int64} GROUP BY `sales`.`region`, `sales`.`amount` ORDER BY `sales`.`region`
-- 1 = 20: INT64

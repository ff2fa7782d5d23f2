SELECT `sales`.`region`, toInt64(count()) FROM `sales` WHERE `sales`.`amount` > {p1:Int64} GROUP BY `sales`.`region` HAVING toInt64(count()) > {p2:Int32}
-- 1 = 10: INT64
-- 2 = 1: INT32

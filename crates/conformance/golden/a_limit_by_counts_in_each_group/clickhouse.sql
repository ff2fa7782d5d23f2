SELECT `sales`.`id` FROM `sales` WHERE `sales`.`region` IS NOT NULL ORDER BY `sales`.`id` LIMIT {p1:Int32} BY `sales`.`region`
-- 1 = 1: INT32

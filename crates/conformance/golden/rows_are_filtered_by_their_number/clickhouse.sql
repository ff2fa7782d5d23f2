SELECT `sales`.`id` FROM `sales` WHERE `sales`.`region` IS NOT NULL QUALIFY toInt64(row_number() OVER (PARTITION BY `sales`.`region` ORDER BY `sales`.`id` DESC)) = {p1:Int32} ORDER BY `sales`.`id`
-- 1 = 1: INT32

SELECT divide(toFloat64(`sales`.`amount`), toFloat64({p1:Int64})) FROM `sales` WHERE `sales`.`id` = {p2:Int64}
-- 1 = 4: INT64
-- 2 = 1: INT64

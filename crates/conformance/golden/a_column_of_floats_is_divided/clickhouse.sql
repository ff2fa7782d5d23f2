SELECT divide(toFloat64(`measures`.`ratio`), toFloat64({p1:Float64})) FROM `measures` WHERE `measures`.`id` = {p2:Int64}
-- 1 = 4.0: FLOAT64
-- 2 = 1: INT64

SELECT divide(toFloat64(`measures`.`price`), toFloat64(`measures`.`price`)) FROM `measures` WHERE `measures`.`id` = {p1:Int64}
-- 1 = 2: INT64

SELECT toInt64(toYear(`days`.`day`)), toInt64(toMonth(`days`.`day`)), toInt64(toDayOfMonth(`days`.`day`)) FROM `days` WHERE `days`.`id` = {p1:Int64}
-- 1 = 2: INT64

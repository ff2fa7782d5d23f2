SELECT if(isNull(`days`.`at` + toIntervalSecond(1800)), NULL, CAST(assumeNotNull(`days`.`at` + toIntervalSecond(1800)), 'DateTime64(6)')) FROM `days` WHERE `days`.`id` = {p1:Int64}
-- 1 = 1: INT64

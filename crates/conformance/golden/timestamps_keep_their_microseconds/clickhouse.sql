SELECT `days`.`at` FROM `days` WHERE `days`.`id` = {p1:Int64}
-- 1 = 3: INT64

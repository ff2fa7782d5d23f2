SELECT `days`.`id` FROM `days` WHERE `days`.`at` > {p1:DateTime64(6)} ORDER BY `days`.`id`
-- 1 = 2023-12-31 23:59:59.999998: TIMESTAMP(6)

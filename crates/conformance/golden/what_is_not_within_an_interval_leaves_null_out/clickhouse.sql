SELECT `days`.`id` FROM `days` WHERE NOT (`days`.`at` >= {p1:DateTime64(6)} AND `days`.`at` < {p2:DateTime64(6)}) ORDER BY `days`.`id`
-- 1 = 2024-01-01 00:00:00: TIMESTAMP(6)
-- 2 = 2024-03-01 00:00:00: TIMESTAMP(6)

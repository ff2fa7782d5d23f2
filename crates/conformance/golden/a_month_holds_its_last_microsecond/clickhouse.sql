SELECT `days`.`id` FROM `days` WHERE `days`.`at` >= {p1:DateTime64(6)} AND `days`.`at` < {p2:DateTime64(6)} ORDER BY `days`.`id`
-- 1 = 2023-12-01 00:00:00: TIMESTAMP(6)
-- 2 = 2024-01-01 00:00:00: TIMESTAMP(6)

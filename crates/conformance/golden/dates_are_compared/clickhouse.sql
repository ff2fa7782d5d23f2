SELECT `days`.`id` FROM `days` WHERE `days`.`day` >= {p1:Date32} ORDER BY `days`.`id`
-- 1 = 2024-01-31: DATE

SELECT `ticks`.`v` FROM `ticks` WHERE `ticks`.`at` >= {p1:DateTime64(6)} AND `ticks`.`at` < {p2:DateTime64(6)} ORDER BY `ticks`.`v`
-- 1 = 2024-05-01 00:00:10: TIMESTAMP(6)
-- 2 = 2024-05-01 00:00:20: TIMESTAMP(6)

SELECT `ticks`.`v` FROM `ticks` WHERE (`ticks`.`at` >= {p1:DateTime64(6)} AND `ticks`.`at` < {p2:DateTime64(6)}) AND ((`ticks`.`at` >= {p3:DateTime64(6)} AND `ticks`.`at` < {p4:DateTime64(6)}) OR (`ticks`.`at` >= {p5:DateTime64(6)} AND `ticks`.`at` < {p6:DateTime64(6)})) ORDER BY `ticks`.`v`
-- 1 = 2024-05-01 00:00:10: TIMESTAMP(6)
-- 2 = 2024-05-01 00:00:31: TIMESTAMP(6)
-- 3 = 2024-05-01 00:00:10: TIMESTAMP(6)
-- 4 = 2024-05-01 00:00:11: TIMESTAMP(6)
-- 5 = 2024-05-01 00:00:30: TIMESTAMP(6)
-- 6 = 2024-05-01 00:00:31: TIMESTAMP(6)

INSERT INTO `arrived` (`id`, `n`) SELECT `things`.`id` + {p1:Int64}, `things`.`n` FROM `things` WHERE `things`.`id` > {p2:Int64}
-- 1 = 10: INT64
-- 2 = 2: INT64

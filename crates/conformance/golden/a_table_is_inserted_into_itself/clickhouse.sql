INSERT INTO `arrived` (`id`, `n`) SELECT `arrived`.`id` + {p1:Int64}, `arrived`.`n` FROM `arrived`
-- 1 = 10: INT64

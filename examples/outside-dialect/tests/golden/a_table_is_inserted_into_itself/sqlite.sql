INSERT INTO `arrived` (`id`, `n`) SELECT `arrived`.`id` + ?1, `arrived`.`n` FROM `arrived`
-- 1 = 10: INT64

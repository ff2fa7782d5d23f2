INSERT INTO `arrived` (`id`, `n`) VALUES (?1, ?2) RETURNING `arrived`.`n`, `arrived`.`id` + ?3 AS `next`
-- 1 = 4: INT64
-- 2 = 400: INT64
-- 3 = 1: INT64

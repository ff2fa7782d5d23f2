INSERT INTO `arrived` (`id`, `n`) VALUES (?1, ?2)
-- 1 = 4: INT64
-- 2 = 400: INT64

INSERT INTO `arrived` (`n`, `id`) VALUES (?1, ?2)
-- 1 = 400: INT64
-- 2 = 4: INT64

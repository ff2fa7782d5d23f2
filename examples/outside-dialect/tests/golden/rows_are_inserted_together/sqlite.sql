INSERT INTO `arrived` (`id`, `n`) VALUES (?1, ?2), (?3, ?4), (?5, ?6)
-- 1 = 4: INT64
-- 2 = 400: INT64
-- 3 = 5: INT64
-- 4 = 500: INT64
-- 5 = 6: INT64
-- 6 = 600: INT64

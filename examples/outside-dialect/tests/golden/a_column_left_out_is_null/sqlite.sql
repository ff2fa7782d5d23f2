INSERT INTO `arrived` (`id`) VALUES (?1)
-- 1 = 4: INT64

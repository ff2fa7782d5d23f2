INSERT INTO `kept` (`id`, `n`, `name`) VALUES (?1, ?2, ?3) ON CONFLICT (`id`) DO NOTHING
-- 1 = 3: INT64
-- 2 = 30: INT64
-- 3 = 'c': TEXT

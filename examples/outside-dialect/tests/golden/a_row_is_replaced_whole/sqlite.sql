INSERT OR REPLACE INTO `kept` (`id`, `n`, `name`) VALUES (?1, ?2, ?3)
-- 1 = 2: INT64
-- 2 = 99: INT64
-- 3 = 'z': TEXT

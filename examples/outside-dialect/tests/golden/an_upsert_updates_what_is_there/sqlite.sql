INSERT INTO `kept` (`id`, `n`, `name`) VALUES (?1, ?2, ?3) ON CONFLICT (`id`) DO UPDATE SET `n` = `excluded`.`n`
-- 1 = 2: INT64
-- 2 = 99: INT64
-- 3 = 'z': TEXT

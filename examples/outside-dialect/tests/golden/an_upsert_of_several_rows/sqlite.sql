INSERT INTO `kept` (`id`, `n`) VALUES (?1, ?2), (?3, ?4) ON CONFLICT (`id`) DO UPDATE SET `n` = `excluded`.`n`
-- 1 = 2: INT64
-- 2 = 99: INT64
-- 3 = 3: INT64
-- 4 = 30: INT64

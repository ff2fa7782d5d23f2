INSERT INTO `arrived` (`id`, `n`) SELECT `things`.`id` + ?1, `things`.`n` FROM `things` WHERE `things`.`id` > ?2
-- 1 = 10: INT64
-- 2 = 2: INT32

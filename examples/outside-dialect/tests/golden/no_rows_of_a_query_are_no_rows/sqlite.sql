INSERT INTO `arrived` (`id`, `n`) SELECT `things`.`id`, `things`.`n` FROM `things` WHERE `things`.`id` > ?1
-- 1 = 100: INT32

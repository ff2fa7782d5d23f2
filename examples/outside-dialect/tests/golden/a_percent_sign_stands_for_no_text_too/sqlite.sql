SELECT count(*) FROM `things` WHERE `things`.`id` = ?1 AND ?2 LIKE ?3
-- 1 = 1: INT32
-- 2 = 'we': TEXT
-- 3 = 'w%e': TEXT

SELECT count(*) FROM `things` WHERE `things`.`id` = ?1 AND ?2 LIKE ?3
-- 1 = 1: INT32
-- 2 = 'warehouse': TEXT
-- 3 = 'ware': TEXT

SELECT count(*) FROM `things` WHERE `things`.`id` = ?1 AND ?2 LIKE ?3 ESCAPE '!'
-- 1 = 1: INT32
-- 2 = '50%': TEXT
-- 3 = '50!%': TEXT

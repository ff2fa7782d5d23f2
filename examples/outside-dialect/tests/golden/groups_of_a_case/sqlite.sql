SELECT CASE WHEN `sales`.`amount` >= ?1 THEN ?2 ELSE ?3 END AS `size`, count(*) FROM `sales` GROUP BY CASE WHEN `sales`.`amount` >= ?1 THEN ?2 ELSE ?3 END ORDER BY `size` NULLS LAST
-- 1 = 30: INT32
-- 2 = 'big': TEXT
-- 3 = 'small': TEXT

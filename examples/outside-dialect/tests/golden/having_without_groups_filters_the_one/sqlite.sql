SELECT count(*) FROM `sales` HAVING count(*) > ?1
-- 1 = 100: INT32

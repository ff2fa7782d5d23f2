SELECT `sales`.`region` FROM `sales` WHERE `sales`.`region` IS NOT NULL GROUP BY `sales`.`region` HAVING sum(`sales`.`amount`) < ?1
-- 1 = 50: INT32

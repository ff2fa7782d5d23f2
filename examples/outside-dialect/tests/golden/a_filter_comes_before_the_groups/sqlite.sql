SELECT `sales`.`region`, count(*) FROM `sales` WHERE `sales`.`amount` > ?1 GROUP BY `sales`.`region` HAVING count(*) > ?2
-- 1 = 10: INT32
-- 2 = 1: INT32

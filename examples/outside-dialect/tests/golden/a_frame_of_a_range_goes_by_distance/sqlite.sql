SELECT `sales`.`id`, count(*) OVER (ORDER BY `sales`.`amount` RANGE BETWEEN ?1 PRECEDING AND ?1 FOLLOWING) FROM `sales` WHERE `sales`.`amount` IS NOT NULL ORDER BY `sales`.`id`
-- 1 = 10: INT64

SELECT `sales`.`id`, count(*) OVER (ORDER BY `sales`.`amount` NULLS LAST RANGE BETWEEN ?1 PRECEDING AND ?1 FOLLOWING) FROM `sales` WHERE `sales`.`amount` IS NOT NULL ORDER BY `sales`.`id` NULLS LAST
-- 1 = 10: INT64

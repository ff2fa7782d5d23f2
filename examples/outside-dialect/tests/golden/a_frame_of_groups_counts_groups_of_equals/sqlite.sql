SELECT `sales`.`id`, count(*) OVER (ORDER BY `sales`.`amount` NULLS LAST GROUPS BETWEEN ?1 PRECEDING AND CURRENT ROW) FROM `sales` WHERE `sales`.`amount` IS NOT NULL ORDER BY `sales`.`id` NULLS LAST
-- 1 = 1: INT64

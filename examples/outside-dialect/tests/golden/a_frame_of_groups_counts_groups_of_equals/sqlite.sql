SELECT `sales`.`id`, count(*) OVER (ORDER BY `sales`.`amount` GROUPS BETWEEN ?1 PRECEDING AND CURRENT ROW) FROM `sales` WHERE `sales`.`amount` IS NOT NULL ORDER BY `sales`.`id`
-- 1 = 1: INT64

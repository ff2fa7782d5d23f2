SELECT `sales`.`id`, sum(`sales`.`id`) OVER (ORDER BY `sales`.`id` ROWS BETWEEN ?1 PRECEDING AND ?1 FOLLOWING EXCLUDE CURRENT ROW) FROM `sales` ORDER BY `sales`.`id`
-- 1 = 1: INT64

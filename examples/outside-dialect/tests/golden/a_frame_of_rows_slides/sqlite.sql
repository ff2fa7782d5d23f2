SELECT `sales`.`id`, sum(`sales`.`id`) OVER (ORDER BY `sales`.`id` NULLS LAST ROWS BETWEEN ?1 PRECEDING AND ?1 FOLLOWING) FROM `sales` ORDER BY `sales`.`id` NULLS LAST
-- 1 = 1: INT64

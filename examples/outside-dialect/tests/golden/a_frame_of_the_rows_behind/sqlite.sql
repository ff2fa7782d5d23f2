SELECT `sales`.`id`, sum(`sales`.`id`) OVER (ORDER BY `sales`.`id` NULLS LAST ROWS BETWEEN ?1 FOLLOWING AND UNBOUNDED FOLLOWING) FROM `sales` ORDER BY `sales`.`id` NULLS LAST
-- 1 = 1: INT64

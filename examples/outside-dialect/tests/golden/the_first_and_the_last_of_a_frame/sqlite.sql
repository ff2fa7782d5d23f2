SELECT `sales`.`id`, first_value(`sales`.`id`) OVER (ORDER BY `sales`.`id` NULLS LAST ROWS BETWEEN ?1 PRECEDING AND ?1 FOLLOWING), last_value(`sales`.`id`) OVER (ORDER BY `sales`.`id` NULLS LAST ROWS BETWEEN ?1 PRECEDING AND ?1 FOLLOWING) FROM `sales` WHERE `sales`.`id` <= ?2 ORDER BY `sales`.`id` NULLS LAST
-- 1 = 1: INT64
-- 2 = 3: INT32

SELECT `sales`.`id`, lag(`sales`.`id`, ?1, ?2) OVER (ORDER BY `sales`.`id` NULLS LAST) FROM `sales` ORDER BY `sales`.`id` NULLS LAST
-- 1 = 1: INT64
-- 2 = 0: INT64

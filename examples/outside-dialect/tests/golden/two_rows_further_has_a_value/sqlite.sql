SELECT `sales`.`id`, lead(`sales`.`id`, ?1, ?2) OVER (ORDER BY `sales`.`id` NULLS LAST) FROM `sales` ORDER BY `sales`.`id` NULLS LAST
-- 1 = 2: INT64
-- 2 = -1: INT64

SELECT `sales`.`id`, lead(`sales`.`id`, ?1, ?2) OVER (ORDER BY `sales`.`id`) FROM `sales` ORDER BY `sales`.`id`
-- 1 = 2: INT64
-- 2 = -1: INT64

SELECT `sales`.`id`, ntile(?1) OVER (ORDER BY `sales`.`id`) FROM `sales` ORDER BY `sales`.`id`
-- 1 = 4: INT64

SELECT `sales`.`id`, ntile(?1) OVER (ORDER BY `sales`.`id` NULLS LAST) FROM `sales` ORDER BY `sales`.`id` NULLS LAST
-- 1 = 4: INT64

SELECT `sales`.`id`, dense_rank() OVER (ORDER BY `sales`.`amount` NULLS LAST) FROM `sales` WHERE `sales`.`amount` IS NOT NULL ORDER BY `sales`.`id` NULLS LAST

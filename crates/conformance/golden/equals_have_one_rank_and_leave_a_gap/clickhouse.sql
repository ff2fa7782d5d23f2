SELECT `sales`.`id`, toInt64(rank() OVER (ORDER BY `sales`.`amount`)) FROM `sales` WHERE `sales`.`amount` IS NOT NULL ORDER BY `sales`.`id`

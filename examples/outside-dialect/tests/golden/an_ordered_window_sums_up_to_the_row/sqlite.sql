SELECT `sales`.`id`, sum(`sales`.`id`) OVER (ORDER BY `sales`.`id` NULLS LAST) FROM `sales` ORDER BY `sales`.`id` NULLS LAST

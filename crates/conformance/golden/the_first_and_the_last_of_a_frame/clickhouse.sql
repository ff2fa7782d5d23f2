SELECT `sales`.`id`, first_value(`sales`.`id`) RESPECT NULLS OVER (ORDER BY `sales`.`id` ROWS BETWEEN {p1:Int64} PRECEDING AND {p1:Int64} FOLLOWING), last_value(`sales`.`id`) RESPECT NULLS OVER (ORDER BY `sales`.`id` ROWS BETWEEN {p1:Int64} PRECEDING AND {p1:Int64} FOLLOWING) FROM `sales` WHERE `sales`.`id` <= {p2:Int64} ORDER BY `sales`.`id`
-- 1 = 1: INT64
-- 2 = 3: INT64

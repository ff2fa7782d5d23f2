SELECT `sales`.`id`, lead(toNullable(`sales`.`id`), {p1:Int64}, {p2:Int64}) OVER (ORDER BY `sales`.`id`) FROM `sales` ORDER BY `sales`.`id`
-- 1 = 2: INT64
-- 2 = -1: INT64

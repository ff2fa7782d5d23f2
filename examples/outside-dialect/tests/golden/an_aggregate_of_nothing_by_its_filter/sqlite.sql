SELECT sum(`sales`.`amount`) FILTER (WHERE `sales`.`id` > ?1) FROM `sales`
-- 1 = 100: INT32

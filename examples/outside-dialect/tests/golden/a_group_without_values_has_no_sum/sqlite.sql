SELECT sum(`sales`.`amount`) FROM `sales` WHERE `sales`.`id` = ?1 GROUP BY `sales`.`region`
-- 1 = 4: INT32

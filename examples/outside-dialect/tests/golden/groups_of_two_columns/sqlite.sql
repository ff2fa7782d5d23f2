SELECT `sales`.`region`, `sales`.`amount`, count(*) FROM `sales` WHERE `sales`.`amount` = ?1 GROUP BY `sales`.`region`, `sales`.`amount` ORDER BY `sales`.`region` NULLS LAST
-- 1 = 20: INT32

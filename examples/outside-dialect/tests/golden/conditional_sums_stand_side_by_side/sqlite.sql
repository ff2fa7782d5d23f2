SELECT sum(CASE WHEN `sales`.`region` = ?1 THEN `sales`.`amount` ELSE ?2 END), sum(CASE WHEN `sales`.`region` = ?3 THEN `sales`.`amount` ELSE ?4 END) FROM `sales` WHERE `sales`.`amount` IS NOT NULL
-- 1 = 'n': TEXT
-- 2 = 0: INT64
-- 3 = 's': TEXT
-- 4 = 0: INT64

SELECT `sales`.`amount` FROM `sales` WHERE `sales`.`amount` IS NOT NULL ORDER BY `sales`.`amount` FETCH FIRST {p1:Int32} ROWS WITH TIES
-- 1 = 2: INT32

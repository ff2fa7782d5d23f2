SELECT sum(`sales`.`amount` * ?1) FROM `sales`
-- 1 = 2: INT64

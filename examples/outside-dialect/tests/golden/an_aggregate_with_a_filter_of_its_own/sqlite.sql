SELECT count(*), count(*) FILTER (WHERE `sales`.`region` = ?1) FROM `sales`
-- 1 = 'n': TEXT

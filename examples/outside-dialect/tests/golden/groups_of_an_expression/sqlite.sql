SELECT `sales`.`id` % ?1, count(*) FROM `sales` GROUP BY `sales`.`id` % ?1 ORDER BY `sales`.`id` % ?1 NULLS LAST
-- 1 = 2: INT64

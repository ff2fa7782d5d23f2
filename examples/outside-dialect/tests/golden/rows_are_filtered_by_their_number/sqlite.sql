SELECT `unfiltered`.`id` FROM (SELECT `sales`.`id`, row_number() OVER (PARTITION BY `sales`.`region` ORDER BY `sales`.`id` DESC) = ?1 AS `kept` FROM `sales` WHERE `sales`.`region` IS NOT NULL) AS `unfiltered` WHERE `unfiltered`.`kept` ORDER BY `unfiltered`.`id` NULLS LAST
-- 1 = 1: INT32

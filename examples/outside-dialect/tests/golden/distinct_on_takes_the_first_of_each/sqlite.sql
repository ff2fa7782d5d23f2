SELECT `unfiltered`.`region`, `unfiltered`.`id` FROM (SELECT `sales`.`region`, `sales`.`id`, row_number() OVER (PARTITION BY `sales`.`region` ORDER BY `sales`.`region` NULLS LAST, `sales`.`id` DESC) AS `place` FROM `sales` WHERE `sales`.`region` IS NOT NULL) AS `unfiltered` WHERE `unfiltered`.`place` = ?1 ORDER BY `unfiltered`.`region` NULLS LAST, `unfiltered`.`id` DESC
-- 1 = 1: INT32

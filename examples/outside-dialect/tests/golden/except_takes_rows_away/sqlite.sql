SELECT count(*) FROM (SELECT `things`.`id` FROM `things` EXCEPT SELECT `things`.`id` FROM `things` WHERE `things`.`id` > ?1) AS `e`
-- 1 = 1: INT32

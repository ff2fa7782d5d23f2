WITH `some` AS (SELECT `things`.`id` FROM `things` WHERE `things`.`id` > ?1) SELECT `things`.`id` FROM `things` WHERE `things`.`id` IN (SELECT `some`.`id` FROM `some`) ORDER BY `things`.`id` NULLS LAST
-- 1 = 2: INT32

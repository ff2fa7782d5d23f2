WITH `some` AS (SELECT `things`.`id` FROM `things` WHERE `things`.`id` > ?1) SELECT `some`.`id` FROM `some` ORDER BY `some`.`id` NULLS LAST
-- 1 = 2: INT32

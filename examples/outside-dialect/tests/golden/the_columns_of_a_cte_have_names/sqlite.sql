WITH `some`(`number`) AS (SELECT `things`.`id` FROM `things` WHERE `things`.`id` > ?1) SELECT `some`.`number` FROM `some` ORDER BY `some`.`number` NULLS LAST
-- 1 = 2: INT32

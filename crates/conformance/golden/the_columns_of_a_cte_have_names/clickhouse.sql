WITH `some`(`number`) AS (SELECT `things`.`id` FROM `things` WHERE `things`.`id` > {p1:Int64}) SELECT `some`.`number` FROM `some` ORDER BY `some`.`number`
-- 1 = 2: INT64

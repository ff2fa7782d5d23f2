WITH `some` AS (SELECT `things`.`id` FROM `things` WHERE `things`.`id` > {p1:Int64}) SELECT `some`.`id` FROM `some` ORDER BY `some`.`id`
-- 1 = 2: INT64

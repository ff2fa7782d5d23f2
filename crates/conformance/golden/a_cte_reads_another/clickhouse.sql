WITH `some` AS (SELECT `things`.`id` FROM `things` WHERE `things`.`id` > {p1:Int64}), `last` AS (SELECT max(`some`.`id`) AS `id` FROM `some`) SELECT `last`.`id` FROM `last`
-- 1 = 2: INT64

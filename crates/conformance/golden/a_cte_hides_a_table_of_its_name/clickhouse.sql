WITH `parts` AS (SELECT `things`.`id` FROM `things` WHERE `things`.`id` > {p1:Int64}) SELECT toInt64(count()) FROM `parts`
-- 1 = 2: INT64

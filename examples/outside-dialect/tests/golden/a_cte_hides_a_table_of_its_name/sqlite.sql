WITH `parts` AS (SELECT `things`.`id` FROM `things` WHERE `things`.`id` > ?1) SELECT count(*) FROM `parts`
-- 1 = 2: INT32

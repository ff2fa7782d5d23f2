SELECT count(*) FROM `things` WHERE `things`.`id` > ?1
-- 1 = 100: INT32

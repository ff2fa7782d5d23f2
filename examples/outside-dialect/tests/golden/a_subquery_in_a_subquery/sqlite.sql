SELECT sum(`outside`.`id`) FROM (SELECT `inside`.`id` FROM (SELECT `things`.`id` FROM `things` WHERE `things`.`id` > ?1) AS `inside` WHERE `inside`.`id` < ?2) AS `outside`
-- 1 = 1: INT32
-- 2 = 4: INT32

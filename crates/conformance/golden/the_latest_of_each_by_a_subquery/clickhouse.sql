SELECT `numbered`.`id` FROM (SELECT `sales`.`id`, toInt64(row_number() OVER (PARTITION BY `sales`.`region` ORDER BY `sales`.`id` DESC)) AS `number` FROM `sales` WHERE `sales`.`region` IS NOT NULL) AS `numbered` WHERE `numbered`.`number` = {p1:Int64} ORDER BY `numbered`.`id`
-- 1 = 1: INT64

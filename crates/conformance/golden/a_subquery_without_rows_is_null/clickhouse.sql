SELECT `things`.`id`, (SELECT `parts`.`part` FROM `parts` WHERE `parts`.`part` = {p1:String}) FROM `things` WHERE `things`.`id` = {p2:Int64} ORDER BY `things`.`id`
-- 1 = 'z': TEXT
-- 2 = 1: INT64

SELECT `things`.`id`, {p1:String} FROM `things` WHERE `things`.`id` = {p2:Int64}
-- 1 = 'x'' OR ''1'' = ''1'' --': TEXT
-- 2 = 1: INT64

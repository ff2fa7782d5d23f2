SELECT `things`.`id`, {p1:String} FROM `things` WHERE `things`.`id` = {p2:Int64}
-- 1 = 'a /* b': TEXT
-- 2 = 1: INT64

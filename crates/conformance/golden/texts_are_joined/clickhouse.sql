SELECT `things`.`name` || {p1:String} || `things`.`name` FROM `things` WHERE `things`.`id` = {p2:Int64}
-- 1 = '-': TEXT
-- 2 = 4: INT64

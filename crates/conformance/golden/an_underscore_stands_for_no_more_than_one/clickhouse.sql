SELECT toInt64(count()) FROM `things` WHERE `things`.`id` = {p1:Int64} AND {p2:String} LIKE {p3:String}
-- 1 = 1: INT64
-- 2 = 'abbc': TEXT
-- 3 = 'a_c': TEXT

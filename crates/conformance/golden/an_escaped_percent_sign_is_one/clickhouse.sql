SELECT toInt64(count()) FROM `things` WHERE `things`.`id` = {p1:Int64} AND {p2:String} LIKE {p3:String} ESCAPE '!'
-- 1 = 1: INT64
-- 2 = '50%': TEXT
-- 3 = '50!%': TEXT

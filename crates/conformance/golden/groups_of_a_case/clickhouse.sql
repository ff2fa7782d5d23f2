SELECT CASE WHEN `sales`.`amount` >= {p1:Int64} THEN {p2:String} ELSE {p3:String} END AS `size`, toInt64(count()) FROM `sales` GROUP BY CASE WHEN `sales`.`amount` >= {p1:Int64} THEN {p2:String} ELSE {p3:String} END ORDER BY `size`
-- 1 = 30: INT64
-- 2 = 'big': TEXT
-- 3 = 'small': TEXT

SELECT `v`.`a`, `v`.`b` FROM (VALUES ({p1:Int64}, {p2:String}), ({p3:Int64}, {p4:String})) AS `v`(`a`, `b`) ORDER BY `v`.`a`
-- 1 = 1: INT64
-- 2 = 'x': TEXT
-- 3 = 2: INT64
-- 4 = 'y': TEXT

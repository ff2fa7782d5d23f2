SELECT min(`v`.`x`) FROM (VALUES ({p1:String}), ({p2:String}), (NULL)) AS `v`(`x`)
-- 1 = 'b': TEXT
-- 2 = 'a': TEXT

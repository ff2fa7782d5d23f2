SELECT `things`.`id`, CASE WHEN `things`.`n` > {p1:Int64} THEN {p2:String} WHEN `things`.`n` > {p3:Int64} THEN {p4:String} ELSE {p5:String} END FROM `things` ORDER BY `things`.`id`
-- 1 = 5: INT64
-- 2 = 'big': TEXT
-- 3 = 0: INT64
-- 4 = 'small': TEXT
-- 5 = 'none': TEXT

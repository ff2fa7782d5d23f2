SELECT `things`.`id`, CASE `things`.`n` WHEN {p1:Int64} THEN {p2:String} ELSE {p3:String} END FROM `things` ORDER BY `things`.`id`
-- 1 = 5: INT64
-- 2 = 'five': TEXT
-- 3 = 'other': TEXT

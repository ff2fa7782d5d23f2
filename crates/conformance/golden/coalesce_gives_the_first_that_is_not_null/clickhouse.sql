SELECT `things`.`id` FROM `things` WHERE coalesce(`things`.`n`, {p1:Int32}) = {p2:Int32} ORDER BY `things`.`id`
-- 1 = 7: INT32
-- 2 = 7: INT32

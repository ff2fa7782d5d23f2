SELECT `things`.`id`, `things`.`id` * {p1:Int32} AS `turned` FROM `things` ORDER BY `turned` DESC LIMIT {p2:Int32}
-- 1 = -1: INT32
-- 2 = 2: INT32

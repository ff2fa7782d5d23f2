SELECT `things`.`id` FROM `things` ORDER BY (`things`.`id` - {p1:Int32}) * (`things`.`id` - {p1:Int32}) LIMIT {p2:Int32}
-- 1 = 3: INT32
-- 2 = 1: INT32

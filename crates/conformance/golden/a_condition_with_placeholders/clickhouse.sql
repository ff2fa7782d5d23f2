SELECT `things`.`id` FROM `things` WHERE `things`.`name` = {p1:String}
-- 1 = '$1 ? :a {a:Int8} @p %s': TEXT

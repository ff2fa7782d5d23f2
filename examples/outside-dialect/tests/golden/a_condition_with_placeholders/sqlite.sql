SELECT `things`.`id` FROM `things` WHERE `things`.`name` = ?1
-- 1 = '$1 ? :a {a:Int8} @p %s': TEXT

SELECT `things`.`id`, ?1 FROM `things` WHERE `things`.`id` = ?2
-- 1 = '$1 ? :a {a:Int8} @p %s': TEXT
-- 2 = 1: INT32

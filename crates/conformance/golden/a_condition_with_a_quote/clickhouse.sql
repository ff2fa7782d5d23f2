SELECT `things`.`id` FROM `things` WHERE `things`.`name` = {p1:String}
-- 1 = 'x'' OR ''1'' = ''1'' --': TEXT

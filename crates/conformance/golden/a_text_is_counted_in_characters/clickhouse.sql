SELECT toInt64(lengthUTF8(`things`.`name`)) FROM `things` WHERE `things`.`id` = {p1:Int64}
-- 1 = 4: INT64

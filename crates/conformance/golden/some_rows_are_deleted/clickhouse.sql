DELETE FROM `things` WHERE `things`.`n` > {p1:Int64}
-- 1 = 0: INT64

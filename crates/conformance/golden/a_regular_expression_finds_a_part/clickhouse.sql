SELECT toInt64(count()) FROM `things` WHERE `things`.`id` = {p1:Int64} AND CAST(match({p2:String}, {p3:String}) AS Nullable(Bool))
-- 1 = 1: INT64
-- 2 = 'warehouse': TEXT
-- 3 = 'h[ou]+s': TEXT

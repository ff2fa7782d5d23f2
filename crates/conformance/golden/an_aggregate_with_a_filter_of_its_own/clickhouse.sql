SELECT toInt64(count()), toInt64(count() FILTER (WHERE `sales`.`region` = {p1:String})) FROM `sales`
-- 1 = 'n': TEXT

SELECT toInt64(count()) FROM `sales` HAVING toInt64(count()) > {p1:Int32}
-- 1 = 100: INT32

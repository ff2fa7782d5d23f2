INSERT INTO `arrived` (`n`, `id`) VALUES ({p1:Int64}, {p2:Int64})
-- 1 = 400: INT64
-- 2 = 4: INT64

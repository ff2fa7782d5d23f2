INSERT INTO `arrived` (`id`, `n`) VALUES ({p1:Int64}, {p2:Int64})
-- 1 = 4: INT64
-- 2 = 400: INT64

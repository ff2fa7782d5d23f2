INSERT INTO `arrived` (`id`, `n`) VALUES ({p1:Int64}, {p2:Int64}), ({p3:Int64}, {p4:Int64}), ({p5:Int64}, {p6:Int64})
-- 1 = 4: INT64
-- 2 = 400: INT64
-- 3 = 5: INT64
-- 4 = 500: INT64
-- 5 = 6: INT64
-- 6 = 600: INT64

INSERT INTO `arrived` (`id`) VALUES ({p1:Int64})
-- 1 = 4: INT64

SELECT nullif(?1, ?2)
-- 1 = 1: INT64
-- 2 = 1: INT64

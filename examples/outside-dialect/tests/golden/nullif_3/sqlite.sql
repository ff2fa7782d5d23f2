SELECT nullif(?1, ?2)
-- 1 = NULL: INT64
-- 2 = 2: INT64

SELECT sign(?1)
-- 1 = 7: INT64

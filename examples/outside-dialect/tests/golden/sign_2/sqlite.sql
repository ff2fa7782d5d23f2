SELECT sign(?1)
-- 1 = 0: INT64

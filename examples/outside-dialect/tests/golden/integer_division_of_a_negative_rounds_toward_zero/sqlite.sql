SELECT (?1 / ?2)
-- 1 = -7: INT64
-- 2 = 2: INT64

SELECT coalesce(?1, ?2)
-- 1 = NULL
-- 2 = 1: INT64

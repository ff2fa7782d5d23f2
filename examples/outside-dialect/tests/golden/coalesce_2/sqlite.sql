SELECT coalesce(?1, ?2)
-- 1 = NULL: INT64
-- 2 = NULL

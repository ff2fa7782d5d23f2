SELECT coalesce(CAST($1 AS BIGINT), $2)
-- 1 = NULL: INT64
-- 2 = NULL

SELECT coalesce($1, CAST($2 AS BIGINT))
-- 1 = NULL
-- 2 = 1: INT64

SELECT greatest(CAST($1 AS BIGINT), $2, CAST($3 AS BIGINT))
-- 1 = 1: INT64
-- 2 = NULL
-- 3 = 3: INT64

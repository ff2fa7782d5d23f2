SELECT arg_max_null(v.x, v.y) FROM (VALUES (CAST($1 AS BIGINT), CAST($2 AS BIGINT)), (CAST($3 AS BIGINT), CAST($4 AS BIGINT)), (CAST($5 AS BIGINT), $6)) AS v(x, y)
-- 1 = 7: INT64
-- 2 = 1: INT64
-- 3 = 5: INT64
-- 4 = 2: INT64
-- 5 = 6: INT64
-- 6 = NULL

SELECT max(v.x) FROM (VALUES (CAST($1 AS BIGINT)), (CAST($2 AS BIGINT)), (CAST($3 AS BIGINT)), ($4)) AS v(x)
-- 1 = 1: INT64
-- 2 = 2: INT64
-- 3 = 4: INT64
-- 4 = NULL

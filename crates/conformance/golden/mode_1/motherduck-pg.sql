SELECT mode(v.x) FROM (VALUES (CAST($1 AS BIGINT)), (CAST($2 AS BIGINT)), (CAST($3 AS BIGINT)), ($4), ($5), ($6)) AS v(x)
-- 1 = 2: INT64
-- 2 = 1: INT64
-- 3 = 2: INT64
-- 4 = NULL
-- 5 = NULL
-- 6 = NULL

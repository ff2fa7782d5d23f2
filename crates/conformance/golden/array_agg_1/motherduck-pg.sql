SELECT array_agg(v.x ORDER BY v.x NULLS LAST) FROM (VALUES (CAST($1 AS BIGINT)), (CAST($2 AS BIGINT)), ($3)) AS v(x)
-- 1 = 2: INT64
-- 2 = 1: INT64
-- 3 = NULL

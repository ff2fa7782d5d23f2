SELECT first_value(v.x) OVER (ORDER BY v.x) FROM (VALUES (CAST($1 AS BIGINT)), (CAST($2 AS BIGINT)), (CAST($3 AS BIGINT))) AS v(x) ORDER BY v.x
-- 1 = 0: INT64
-- 2 = 1: INT64
-- 3 = 2: INT64

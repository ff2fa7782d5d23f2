SELECT var_pop(v.x) FROM (VALUES (CAST($1 AS BIGINT)), (CAST($2 AS BIGINT))) AS v(x)
-- 1 = 1: INT64
-- 2 = 3: INT64

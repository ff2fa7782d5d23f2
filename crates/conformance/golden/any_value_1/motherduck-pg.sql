SELECT any_value(v.x) FROM (VALUES (CAST($1 AS BIGINT)), (CAST($2 AS BIGINT))) AS v(x)
-- 1 = NULL: INT64
-- 2 = 3: INT64

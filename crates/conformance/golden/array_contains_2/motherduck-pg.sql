SELECT list_contains(CAST($1 AS BIGINT[]), CAST($2 AS BIGINT))
-- 1 = [1, NULL]: LIST(INT64)
-- 2 = 3: INT64

SELECT least($1, CAST($2 AS BIGINT))
-- 1 = NULL
-- 2 = 2: INT64

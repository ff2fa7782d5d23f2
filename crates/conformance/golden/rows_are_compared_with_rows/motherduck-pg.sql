SELECT things.id FROM things WHERE (things.id, things.n) IN ((CAST($1 AS BIGINT), CAST($2 AS BIGINT)), (CAST($3 AS BIGINT), CAST($4 AS BIGINT))) ORDER BY things.id
-- 1 = 1: INT64
-- 2 = 5: INT64
-- 3 = 2: INT64
-- 4 = 5: INT64

SELECT things.id FROM things WHERE things.id * CAST($1 AS BIGINT) = ANY ([CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)]) ORDER BY things.id
-- 1 = 10: INT64
-- 2 = 10: INT64
-- 3 = 20: INT64
-- 4 = 30: INT64

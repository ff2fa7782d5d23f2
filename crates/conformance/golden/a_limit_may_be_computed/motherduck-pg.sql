SELECT things.id FROM things ORDER BY things.id LIMIT CAST($1 AS BIGINT) + CAST($2 AS BIGINT)
-- 1 = 1: INT64
-- 2 = 1: INT64

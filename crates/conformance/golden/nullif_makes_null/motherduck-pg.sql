SELECT things.id FROM things WHERE nullif(things.n, CAST($1 AS BIGINT)) IS NULL ORDER BY things.id
-- 1 = 5: INT64

SELECT things.id FROM things WHERE things.n NOT IN (CAST($1 AS BIGINT)) ORDER BY things.id
-- 1 = 5: INT64

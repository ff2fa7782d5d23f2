SELECT things.id FROM things WHERE things.n IN (CAST($1 AS BIGINT), NULL) ORDER BY things.id
-- 1 = 5: INT64

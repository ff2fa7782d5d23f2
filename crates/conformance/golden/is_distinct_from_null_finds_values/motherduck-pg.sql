SELECT things.id FROM things WHERE things.n IS DISTINCT FROM CAST($1 AS BIGINT) ORDER BY things.id
-- 1 = NULL: INT64

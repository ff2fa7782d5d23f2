SELECT things.id FROM things WHERE things.n BETWEEN CAST($1 AS BIGINT) AND CAST($2 AS BIGINT) ORDER BY things.id
-- 1 = 7: INT64
-- 2 = 5: INT64

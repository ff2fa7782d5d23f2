SELECT "some".twice FROM (SELECT things.id, things.n * CAST($1 AS BIGINT) AS twice FROM things WHERE things.n IS NOT NULL) AS "some" ORDER BY "some".id
-- 1 = 2: INT64

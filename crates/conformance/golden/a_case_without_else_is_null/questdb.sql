SELECT things.id, CASE WHEN things.id <= cast($1 AS LONG) THEN things.n END FROM things ORDER BY (things.id) IS NULL, things.id
-- 1 = 2: INT64

SELECT things.id FROM things ORDER BY (things.id) IS NULL, things.id LIMIT cast($1 AS LONG) + cast($2 AS LONG)
-- 1 = 1: INT64
-- 2 = 1: INT64

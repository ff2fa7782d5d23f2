SELECT things.id FROM things ORDER BY (things.id) IS NULL, things.id LIMIT cast($1 AS INT), cast($2 AS LONG)
-- 1 = 1: INT32
-- 2 = 3: INT64

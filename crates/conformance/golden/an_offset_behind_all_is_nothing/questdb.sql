SELECT things.id FROM things ORDER BY (things.id) IS NULL, things.id LIMIT cast($1 AS INT), cast($2 AS LONG)
-- 1 = 9: INT32
-- 2 = 11: INT64

SELECT things.id FROM things ORDER BY (things.id) IS NULL, things.id LIMIT cast($1 AS INT), cast($2 AS LONG)
-- 1 = 3: INT32
-- 2 = 9223372036854775807: INT64

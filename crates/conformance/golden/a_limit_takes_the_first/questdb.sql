SELECT things.id FROM things ORDER BY (things.id) IS NULL, things.id LIMIT cast($1 AS INT)
-- 1 = 2: INT32

SELECT things.id FROM things ORDER BY (things.id) IS NULL, things.id LIMIT cast($1 AS LONG)
-- 1 = 4611686018427387904: INT64

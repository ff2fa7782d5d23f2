SELECT things.id FROM things WHERE nullif(things.n, cast($1 AS LONG)) IS NULL ORDER BY (things.id) IS NULL, things.id
-- 1 = 5: INT64

SELECT things.id FROM things WHERE things.n IN (cast($1 AS LONG)) ORDER BY (things.id) IS NULL, things.id
-- 1 = 5: INT64

SELECT things.id FROM things WHERE things.n NOT IN (cast($1 AS LONG)) AND things.n IS NOT NULL ORDER BY (things.id) IS NULL, things.id
-- 1 = 5: INT64

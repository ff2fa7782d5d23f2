SELECT things.id FROM things WHERE things.n >= cast($1 AS LONG) ORDER BY (things.id) IS NULL, things.id
-- 1 = 6: INT64

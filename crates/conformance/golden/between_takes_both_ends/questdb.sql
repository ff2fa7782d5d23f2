SELECT things.id FROM things WHERE things.n >= cast($1 AS LONG) AND things.n <= cast($2 AS LONG) ORDER BY (things.id) IS NULL, things.id
-- 1 = 5: INT64
-- 2 = 7: INT64

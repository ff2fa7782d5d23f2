SELECT things.id FROM things WHERE things.n <= cast($1 AS LONG) OR things.id >= cast($2 AS LONG) ORDER BY (things.id) IS NULL, things.id
-- 1 = 0: INT64
-- 2 = 2: INT64

SELECT things.id FROM things WHERE things.id = cast($1 AS LONG) OR (things.id = cast($2 AS LONG) AND things.n = cast($3 AS LONG)) ORDER BY (things.id) IS NULL, things.id
-- 1 = 1: INT64
-- 2 = 2: INT64
-- 3 = 100: INT64

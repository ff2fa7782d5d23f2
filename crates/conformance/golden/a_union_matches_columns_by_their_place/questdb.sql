SELECT things.id AS a, things.n AS b FROM things WHERE things.id = cast($1 AS LONG) UNION ALL SELECT things.n AS b, things.id AS a FROM things WHERE things.id = cast($2 AS LONG) ORDER BY (a) IS NULL, a
-- 1 = 1: INT64
-- 2 = 1: INT64

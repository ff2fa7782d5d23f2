SELECT things.id AS a, things.n AS b FROM things WHERE things.id = CAST($1 AS INTEGER) UNION ALL BY NAME SELECT things.n AS b, things.id AS a FROM things WHERE things.id = CAST($2 AS INTEGER) ORDER BY a
-- 1 = 1: INT32
-- 2 = 2: INT32

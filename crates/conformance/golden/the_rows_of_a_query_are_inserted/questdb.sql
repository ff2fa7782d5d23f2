INSERT INTO arrived (id, n) SELECT things.id + cast($1 AS LONG), things.n FROM things WHERE things.id > cast($2 AS LONG)
-- 1 = 10: INT64
-- 2 = 2: INT64

SELECT sum(things.n) FROM things WHERE things.id > cast($1 AS LONG)
-- 1 = 100: INT64

SELECT avg(cast(things.n AS DOUBLE)) FROM things WHERE things.id > cast($1 AS LONG)
-- 1 = 100: INT64

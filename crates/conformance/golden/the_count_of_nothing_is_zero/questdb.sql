SELECT count() FROM things WHERE things.id > cast($1 AS LONG)
-- 1 = 100: INT64

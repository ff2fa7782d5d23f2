WITH parts AS (SELECT things.id FROM things WHERE things.id > cast($1 AS LONG)) SELECT count() FROM parts
-- 1 = 2: INT64

WITH parts AS (SELECT things.id FROM things WHERE things.id > CAST($1 AS INTEGER)) SELECT count(*) FROM parts
-- 1 = 2: INT32

INSERT INTO arrived (id, n) SELECT things.id + CAST($1 AS BIGINT), things.n FROM things WHERE things.id > CAST($2 AS INTEGER)
-- 1 = 10: INT64
-- 2 = 2: INT32

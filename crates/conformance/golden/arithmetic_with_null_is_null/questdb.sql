SELECT things.id FROM things WHERE things.n + cast($1 AS INT) IS NULL ORDER BY (things.id) IS NULL, things.id
-- 1 = 1: INT32

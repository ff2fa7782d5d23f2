SELECT things.id FROM things WHERE things.n + CAST($1 AS INTEGER) IS NULL ORDER BY things.id
-- 1 = 1: INT32

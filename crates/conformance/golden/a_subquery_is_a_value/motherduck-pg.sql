SELECT things.id, (SELECT count(*) FROM parts) FROM things WHERE things.id < CAST($1 AS INTEGER) ORDER BY things.id
-- 1 = 3: INT32

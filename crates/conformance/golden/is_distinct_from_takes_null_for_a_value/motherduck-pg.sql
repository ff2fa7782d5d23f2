SELECT things.id FROM things WHERE things.n IS DISTINCT FROM CAST($1 AS INTEGER) ORDER BY things.id
-- 1 = 5: INT32

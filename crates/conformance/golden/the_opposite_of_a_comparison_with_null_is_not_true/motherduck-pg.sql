SELECT things.id FROM things WHERE things.n <> CAST($1 AS INTEGER) ORDER BY things.id
-- 1 = 5: INT32

SELECT things.id FROM things WHERE things.n NOT IN (CAST($1 AS INTEGER), NULL) ORDER BY things.id
-- 1 = 5: INT32

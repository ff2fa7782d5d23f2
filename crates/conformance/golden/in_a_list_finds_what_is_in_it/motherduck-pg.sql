SELECT things.id FROM things WHERE things.n IN (CAST($1 AS INTEGER), CAST($2 AS INTEGER)) ORDER BY things.id
-- 1 = 5: INT32
-- 2 = 7: INT32

SELECT things.id FROM things WHERE coalesce(things.n, CAST($1 AS INTEGER)) = CAST($2 AS INTEGER) ORDER BY things.id
-- 1 = 7: INT32
-- 2 = 7: INT32

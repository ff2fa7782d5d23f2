SELECT things.id FROM things WHERE NOT (things.n > CAST($1 AS INTEGER) AND things.id < CAST($2 AS INTEGER)) ORDER BY things.id
-- 1 = 0: INT32
-- 2 = 2: INT32

SELECT things.id FROM things WHERE (things.id = CAST($1 AS INTEGER) OR things.id = CAST($2 AS INTEGER)) AND things.n = CAST($3 AS INTEGER) ORDER BY things.id
-- 1 = 1: INT32
-- 2 = 2: INT32
-- 3 = 7: INT32

SELECT min(things.n) FROM things WHERE things.id > CAST($1 AS INTEGER)
-- 1 = 100: INT32

DELETE FROM things WHERE things.n > CAST($1 AS INTEGER)
-- 1 = 0: INT32

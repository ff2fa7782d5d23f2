UPDATE arrived SET id = arrived.n, n = arrived.id WHERE arrived.id = CAST($1 AS INTEGER)
-- 1 = 2: INT32

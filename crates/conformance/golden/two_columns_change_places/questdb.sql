UPDATE arrived SET id = arrived.n, n = arrived.id WHERE arrived.id = cast($1 AS LONG)
-- 1 = 2: INT64

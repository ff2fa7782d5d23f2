SELECT measures.price / measures.price FROM measures WHERE measures.id = CAST($1 AS INTEGER)
-- 1 = 2: INT32

SELECT measures.price / measures.price FROM measures WHERE measures.id = $1
-- 1 = 2: INT32

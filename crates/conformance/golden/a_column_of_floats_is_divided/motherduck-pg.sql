SELECT measures.ratio / CAST($1 AS DOUBLE) FROM measures WHERE measures.id = CAST($2 AS INTEGER)
-- 1 = 4.0: FLOAT64
-- 2 = 1: INT32

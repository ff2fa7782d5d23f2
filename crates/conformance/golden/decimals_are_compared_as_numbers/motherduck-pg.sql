SELECT measures.id FROM measures WHERE measures.price = CAST(CAST($1 AS DECIMAL(4, 2)) AS DECIMAL(10, 2)) - CAST(CAST($2 AS DECIMAL(4, 2)) AS DECIMAL(10, 2))
-- 1 = 12.50: DECIMAL(4, 2)
-- 2 = 11.25: DECIMAL(4, 2)

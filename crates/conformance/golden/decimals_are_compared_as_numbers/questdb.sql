SELECT measures.id FROM measures WHERE measures.price = CAST(cast($1 AS DECIMAL(4, 2)) AS DECIMAL(10, 2)) - CAST(cast($2 AS DECIMAL(4, 2)) AS DECIMAL(10, 2)) AND measures.price IS NOT NULL
-- 1 = 12.50: DECIMAL(4, 2)
-- 2 = 11.25: DECIMAL(4, 2)

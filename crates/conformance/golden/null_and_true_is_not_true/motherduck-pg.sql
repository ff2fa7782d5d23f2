SELECT measures.id FROM measures WHERE CAST($1 AS BOOLEAN) AND measures.ok ORDER BY measures.id
-- 1 = NULL: BOOLEAN

SELECT measures.id FROM measures WHERE NOT (CAST($1 AS BOOLEAN) OR measures.ok) ORDER BY measures.id
-- 1 = NULL: BOOLEAN

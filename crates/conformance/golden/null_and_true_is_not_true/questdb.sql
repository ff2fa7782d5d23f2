SELECT measures.id FROM measures WHERE 1 = 0 AND measures.ok ORDER BY (measures.id) IS NULL, measures.id

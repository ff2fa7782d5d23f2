SELECT measures.id FROM measures WHERE 1 = 0 OR measures.ok ORDER BY (measures.id) IS NULL, measures.id

SELECT measures.id FROM measures WHERE measures.price IS NOT NULL ORDER BY measures.price DESC

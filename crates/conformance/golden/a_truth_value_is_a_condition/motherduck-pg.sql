SELECT measures.id FROM measures WHERE measures.ok ORDER BY measures.id

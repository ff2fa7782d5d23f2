SELECT measures.id FROM measures WHERE NOT measures.ok ORDER BY measures.id

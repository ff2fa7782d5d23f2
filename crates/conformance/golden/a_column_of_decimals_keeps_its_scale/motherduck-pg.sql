SELECT measures.price FROM measures ORDER BY measures.id

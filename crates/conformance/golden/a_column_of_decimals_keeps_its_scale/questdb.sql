SELECT measures.price FROM measures ORDER BY (measures.id) IS NULL, measures.id

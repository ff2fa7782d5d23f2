SELECT measures.id, row_number() OVER (ORDER BY measures.ratio) FROM measures ORDER BY measures.id

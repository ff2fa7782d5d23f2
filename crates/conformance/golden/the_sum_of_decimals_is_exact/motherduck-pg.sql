SELECT sum(measures.price) FROM measures

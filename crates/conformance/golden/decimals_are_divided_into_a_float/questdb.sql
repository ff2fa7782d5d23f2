SELECT (cast(measures.price AS DOUBLE) / cast(measures.price AS DOUBLE)) FROM measures WHERE measures.id = cast($1 AS LONG)
-- 1 = 2: INT64

SELECT (cast(measures.ratio AS DOUBLE) / cast(cast($1 AS DOUBLE) AS DOUBLE)) FROM measures WHERE measures.id = cast($2 AS LONG)
-- 1 = 4.0: FLOAT64
-- 2 = 1: INT64

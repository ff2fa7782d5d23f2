SELECT (cast(cast($1 AS DOUBLE) AS DOUBLE) / cast(cast($2 AS DOUBLE) AS DOUBLE)) FROM long_sequence(1)
-- 1 = 7.0: FLOAT64
-- 2 = 2.0: FLOAT64

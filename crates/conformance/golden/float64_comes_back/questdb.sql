SELECT CAST(cast($1 AS DOUBLE) AS DOUBLE) FROM long_sequence(1)
-- 1 = 0.1: FLOAT64

SELECT floor(cast($1 AS DOUBLE)) FROM long_sequence(1)
-- 1 = -1.5: FLOAT64

SELECT cast($1 AS DOUBLE) + cast($2 AS DOUBLE) FROM long_sequence(1)
-- 1 = 0.1: FLOAT64
-- 2 = 0.2: FLOAT64

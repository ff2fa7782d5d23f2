SELECT CAST(cast($1 AS FLOAT) AS FLOAT) FROM long_sequence(1)
-- 1 = 0.1: FLOAT32

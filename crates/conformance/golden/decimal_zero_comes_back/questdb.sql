SELECT CAST(cast($1 AS DECIMAL(10, 2)) AS DECIMAL(10, 2)) FROM long_sequence(1)
-- 1 = 0.00: DECIMAL(10, 2)

SELECT CAST(cast($1 AS DECIMAL(3, 2)) AS DECIMAL(10, 2)) FROM long_sequence(1)
-- 1 = 1.50: DECIMAL(3, 2)

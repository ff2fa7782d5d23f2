SELECT cast(round(CAST(cast($1 AS DECIMAL(3, 2)) AS DECIMAL(10, 2)), 1) AS DECIMAL(10, 1)) FROM long_sequence(1)
-- 1 = 1.26: DECIMAL(3, 2)

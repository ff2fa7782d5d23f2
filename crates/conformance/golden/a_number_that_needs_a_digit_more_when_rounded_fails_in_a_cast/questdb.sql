SELECT cast(round(CAST(cast($1 AS DECIMAL(5, 2)) AS DECIMAL(5, 2)), 1) AS DECIMAL(4, 1)) FROM long_sequence(1)
-- 1 = 999.95: DECIMAL(5, 2)

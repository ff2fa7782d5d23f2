SELECT floor(cast($1 AS DECIMAL(2, 1))) FROM long_sequence(1)
-- 1 = -1.2: DECIMAL(2, 1)

SELECT abs(cast($1 AS DECIMAL(3, 2))) FROM long_sequence(1)
-- 1 = -1.25: DECIMAL(3, 2)

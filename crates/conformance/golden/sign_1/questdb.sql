SELECT cast(sign(cast($1 AS DECIMAL(2, 1))) AS INT) FROM long_sequence(1)
-- 1 = -2.5: DECIMAL(2, 1)

SELECT timestamp_floor('250T', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 2024-03-31 23:58:01.456789: TIMESTAMP(6)

SELECT timestamp_floor('7d', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 2024-03-10 02:30:00: TIMESTAMP(6)

SELECT timestamp_floor('6h', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 2024-10-27 03:00:00: TIMESTAMP(6)

SELECT timestamp_floor('6M', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 2024-12-31 23:58:01: TIMESTAMP(6)

SELECT timestamp_floor('1M', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 2024-02-29 23:59:59.999999: TIMESTAMP(6)

SELECT timestamp_floor('15m', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = NULL: TIMESTAMP(6)

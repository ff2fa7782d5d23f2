SELECT (timestamp_floor('1d', cast($1 AS TIMESTAMP) - 64800000000L) + 64800000000L) FROM long_sequence(1)
-- 1 = 2024-01-01 17:59:59: TIMESTAMP(6)

SELECT (timestamp_floor('5m', cast($1 AS TIMESTAMP) - 120000000L) + 120000000L) FROM long_sequence(1)
-- 1 = 2024-01-01 00:01:59: TIMESTAMP(6)

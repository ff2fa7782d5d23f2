SELECT (timestamp_floor('5m', cast($1 AS TIMESTAMP) - 120000000L) + 120000000L) FROM long_sequence(1)
-- 1 = 1969-12-31 23:56:59: TIMESTAMP(6)

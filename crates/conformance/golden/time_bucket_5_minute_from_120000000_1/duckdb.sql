SELECT time_bucket(to_microseconds(300000000), CAST($1 AS TIMESTAMP), make_timestamp(120000000))
-- 1 = 2024-01-01 00:01:59: TIMESTAMP(6)

SELECT time_bucket(to_microseconds(86400000000), CAST($1 AS TIMESTAMP), make_timestamp(64800000000))
-- 1 = 2024-01-01 17:59:59: TIMESTAMP(6)

SELECT time_bucket(to_microseconds(300000000), CAST($1 AS TIMESTAMP), make_timestamp(120000000))
-- 1 = 1969-12-31 23:56:59: TIMESTAMP(6)

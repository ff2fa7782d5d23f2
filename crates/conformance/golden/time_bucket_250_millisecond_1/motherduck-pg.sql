SELECT time_bucket(to_microseconds(250000), CAST(CAST($1 AS TIMESTAMP) AS TIMESTAMP), make_timestamp(0))
-- 1 = 2024-03-31 23:58:01.456789: TIMESTAMP(6)

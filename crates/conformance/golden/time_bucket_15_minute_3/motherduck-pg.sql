SELECT time_bucket(to_microseconds(900000000), CAST(CAST($1 AS TIMESTAMP) AS TIMESTAMP), make_timestamp(0))
-- 1 = 2024-03-10 02:30:00: TIMESTAMP(6)

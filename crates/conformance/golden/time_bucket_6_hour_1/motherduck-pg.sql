SELECT time_bucket(to_microseconds(21600000000), CAST(CAST($1 AS TIMESTAMP) AS TIMESTAMP), make_timestamp(0))
-- 1 = 2024-10-27 03:00:00: TIMESTAMP(6)

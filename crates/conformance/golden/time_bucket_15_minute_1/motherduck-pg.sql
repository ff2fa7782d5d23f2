SELECT time_bucket(to_microseconds(900000000), CAST(CAST($1 AS TIMESTAMP) AS TIMESTAMP), make_timestamp(0))
-- 1 = 2024-02-29 23:59:59.999999: TIMESTAMP(6)

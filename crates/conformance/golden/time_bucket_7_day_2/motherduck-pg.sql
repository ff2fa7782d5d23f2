SELECT time_bucket(to_microseconds(604800000000), CAST(CAST($1 AS TIMESTAMP) AS TIMESTAMP), make_timestamp(0))
-- 1 = 1969-12-31 23:58:01: TIMESTAMP(6)

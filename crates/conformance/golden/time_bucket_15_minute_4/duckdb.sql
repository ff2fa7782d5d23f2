SELECT time_bucket(to_microseconds(900000000), CAST($1 AS TIMESTAMP), make_timestamp(0))
-- 1 = NULL: TIMESTAMP(6)

SELECT time_bucket(to_microseconds(1209600000000), CAST($1 AS TIMESTAMP), make_timestamp(950400000000))
-- 1 = 1970-01-12 02:30:00: TIMESTAMP(6)

SELECT time_bucket(to_microseconds(1209600000000), CAST($1 AS TIMESTAMP), make_timestamp(950400000000))
-- 1 = 1969-12-28 23:59:59: TIMESTAMP(6)

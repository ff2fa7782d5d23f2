SELECT date_trunc('milliseconds', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 2020-05-17 10:20:30.987654: TIMESTAMP(6)

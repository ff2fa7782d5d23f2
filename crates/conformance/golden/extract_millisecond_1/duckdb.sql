SELECT date_part('millisecond', $1)
-- 1 = 2020-01-01 10:20:30.987654: TIMESTAMP(6)

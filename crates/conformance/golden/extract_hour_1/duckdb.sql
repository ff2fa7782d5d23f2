SELECT date_part('hour', $1)
-- 1 = 2020-01-01 10:20:30: TIMESTAMP(6)

SELECT date_trunc('second', $1)
-- 1 = 2020-05-17 10:20:30.987654: TIMESTAMP(6)

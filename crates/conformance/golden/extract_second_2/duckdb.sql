SELECT date_part('second', $1)
-- 1 = 1969-12-31 23:59:58.75: TIMESTAMP(6)

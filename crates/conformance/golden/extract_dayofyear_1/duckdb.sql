SELECT date_part('doy', $1)
-- 1 = 2020-12-31: DATE

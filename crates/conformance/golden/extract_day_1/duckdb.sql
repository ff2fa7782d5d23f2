SELECT date_part('day', $1)
-- 1 = 2020-12-31: DATE

SELECT date_part('year', $1)
-- 1 = 2020-12-31: DATE

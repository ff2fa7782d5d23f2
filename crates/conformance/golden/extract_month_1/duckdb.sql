SELECT date_part('month', $1)
-- 1 = 2020-12-31: DATE

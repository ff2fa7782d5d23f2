SELECT date_part('week', $1)
-- 1 = 2021-01-03: DATE
